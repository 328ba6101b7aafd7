use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use commonweal_shared::api;
use commonweal_shared::ids::AccountId;
use commonweal_shared::time::Moment;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};

use super::buckets::Buckets;
use super::files;
use super::settings::{Limits, Rates};
use crate::app::AppState;
use crate::web::headers::is_api;
use crate::web::{ApiError, ClientAddress, Crowded};

/// Seconds after which somebody who met a full server may come back.
const COME_BACK: u32 = 2;

/// Addresses that take in what organisations send: that may take as long as it takes, while it keeps coming, and is
/// never cut off while it is published.
const INTAKE: &str = "/api/intake/";

/// What is counted against a rate.
#[derive(Debug, Clone, Copy)]
pub enum Turn {
    /// A request of somebody who is signed in.
    User(AccountId),
    /// A request to the API from an address.
    Address(ClientAddress),
    /// A search for people.
    Search(AccountId),
    /// A relationship that somebody claims.
    Claim(AccountId),
    /// An attempt to sign in.
    SignIn,
}

/// Why a request was turned away, for the counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// 429: one person asks too often.
    User,
    /// 429: one address asks too often.
    Address,
    /// 429: one person searches too often.
    Search,
    /// 429: one person claims too often.
    Claim,
    /// 429: too many attempts to sign in.
    SignIn,
    /// 503: too many requests at once.
    Requests,
    /// 503: too many connections.
    Connections,
    /// 503: the server ends.
    Ending,
    /// 408: a body that came too slowly.
    SlowBody,
    /// 503: a request that took too long.
    SlowRequest,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::User,
        Self::Address,
        Self::Search,
        Self::Claim,
        Self::SignIn,
        Self::Requests,
        Self::Connections,
        Self::Ending,
        Self::SlowBody,
        Self::SlowRequest,
    ];

    /// Its stable id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Address => "address",
            Self::Search => "search",
            Self::Claim => "claim",
            Self::SignIn => "sign-in",
            Self::Requests => "requests",
            Self::Connections => "connections",
            Self::Ending => "ending",
            Self::SlowBody => "slow-body",
            Self::SlowRequest => "slow-request",
        }
    }
}

/// Decides who is let in: by how often they come, and by how much the server has to do already.
#[derive(Debug)]
pub struct Gate {
    limits: Limits,
    slots: Arc<Semaphore>,
    connections: Arc<Semaphore>,
    ending: AtomicBool,
    users: Buckets<AccountId>,
    addresses: Buckets<ClientAddress>,
    searches: Buckets<AccountId>,
    claims: Buckets<AccountId>,
    sign_ins: Buckets<()>,
    refused: [AtomicU64; Refusal::ALL.len()],
}

impl Gate {
    /// A gate with these limits; of connections no more than the system gives files for.
    pub fn new(limits: Limits) -> Self {
        let Rates { user, address, search, claim, sign_in } = limits.rates;
        let semaphore = |places: u32| {
            let places = usize::try_from(places).unwrap_or(usize::MAX);
            Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS)))
        };
        Self {
            limits,
            slots: semaphore(limits.requests),
            connections: semaphore(files::connections(limits.connections)),
            ending: AtomicBool::new(false),
            users: Buckets::new(user),
            addresses: Buckets::new(address),
            searches: Buckets::new(search),
            claims: Buckets::new(claim),
            sign_ins: Buckets::new(sign_in),
            refused: std::array::from_fn(|_| AtomicU64::new(0)),
        }
    }

    /// The limits.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Counts one turn.
    ///
    /// # Errors
    /// 429 with `Retry-After`, when it is one too many.
    pub fn take(&self, turn: Turn, now: Moment) -> Result<(), ApiError> {
        let (taken, refusal, title) = match turn {
            Turn::User(account) => (
                self.users.take(account, now),
                Refusal::User,
                "You are asking for more at once than one person may ask for.",
            ),
            Turn::Address(address) => (
                self.addresses.take(address.network(), now),
                Refusal::Address,
                "Your network is asking for more at once than one network may ask for.",
            ),
            Turn::Search(account) => (
                self.searches.take(account, now),
                Refusal::Search,
                "You have searched for people very often in a short time.",
            ),
            Turn::Claim(account) => (
                self.claims.take(account, now),
                Refusal::Claim,
                "You have claimed very many relationships in a short time.",
            ),
            Turn::SignIn => {
                (self.sign_ins.take((), now), Refusal::SignIn, "Very many people are signing in at this moment.")
            }
        };
        taken.map_err(|seconds| {
            self.refused(refusal);
            let detail = match refusal {
                Refusal::Claim => {
                    format!(
                        "Try again in {}. If it can't wait, ask a colleague who may open the record.",
                        span(seconds)
                    )
                }
                _ => format!("Try again in {}.", span(seconds)),
            };
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", title).detail(detail).retry_after(seconds)
        })
    }

    /// A place among the requests that are worked on, until it is dropped.
    fn slot(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        Arc::clone(&self.slots).try_acquire_owned().map_err(|_: TryAcquireError| self.busy(Refusal::Requests))
    }

    /// A place among the open connections, until it is dropped; `None` when there is none left.
    pub(in crate::web) fn connection(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.connections).try_acquire_owned().ok()
    }

    fn busy(&self, refusal: Refusal) -> ApiError {
        self.refused(refusal);
        ApiError::unavailable("busy", "The server has as much to do as it can at this moment.")
            .detail("Nothing was done. Try again shortly.")
            .retry_after(COME_BACK)
    }

    /// From now on `/readyz` says that the server ends.
    pub fn begin_to_end(&self) {
        self.ending.store(true, Ordering::SeqCst);
    }

    /// Counts a refusal.
    pub fn refused(&self, refusal: Refusal) {
        if let Some(place) = Refusal::ALL.iter().position(|one| *one == refusal) {
            self.refused[place].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How often each kind of refusal was given since the process began.
    pub fn refusals(&self) -> impl Iterator<Item = (Refusal, u64)> + '_ {
        Refusal::ALL.into_iter().zip(self.refused.iter().map(|count| count.load(Ordering::Relaxed)))
    }
}

/// A span as a person says it, in the unit that fits.
fn span(seconds: u32) -> String {
    let (number, unit) = if seconds <= 90 { (seconds, "second") } else { (seconds.div_ceil(60), "minute") };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// Turns away at once what can't be served, 429 by rate and 503 by load, and ends what takes too long. Those who watch
/// the server are always let in.
pub async fn gatekeeper(State(app): State<AppState>, address: ClientAddress, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let gate = &app.gate;
    if path == api::READYZ && gate.ending.load(Ordering::SeqCst) {
        gate.refused(Refusal::Ending);
        return ApiError::unavailable("ending", "This server is about to end.").into_response();
    }
    if matches!(path, api::HEALTHZ | api::READYZ | api::METRICS) {
        return within(Some(gate.limits.request), gate, next.run(request)).await;
    }
    if request.extensions().get::<Crowded>().is_some() {
        return gate.busy(Refusal::Connections).into_response();
    }
    if is_api(path)
        && let Err(refused) = gate.take(Turn::Address(address), app.clock.now())
    {
        return refused.into_response();
    }
    let longest = (!path.starts_with(INTAKE)).then_some(gate.limits.request);
    match gate.slot() {
        Ok(_slot) => within(longest, gate, next.run(request)).await,
        Err(busy) => busy.into_response(),
    }
}

/// The answer, unless it takes longer than a request may take.
async fn within(longest: Option<Duration>, gate: &Gate, answer: impl Future<Output = Response>) -> Response {
    let answer = match longest {
        Some(longest) => tokio::time::timeout(longest, answer).await,
        None => Ok(answer.await),
    };
    match answer {
        Ok(answer) => {
            if answer.status() == StatusCode::REQUEST_TIMEOUT {
                gate.refused(Refusal::SlowBody);
            }
            answer
        }
        Err(_) => {
            gate.refused(Refusal::SlowRequest);
            ApiError::unavailable("too-slow", "This took too long and was stopped.")
                .detail("Try again shortly.")
                .cause("the time limit for a request")
                .into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_counted_under_its_own_id() {
        let gate = Gate::new(Limits::default());
        gate.refused(Refusal::SlowRequest);
        gate.refused(Refusal::User);
        let counted: Vec<_> =
            gate.refusals().filter(|(_, count)| *count == 1).map(|(refusal, _)| refusal.id()).collect();
        assert_eq!(counted, ["user", "slow-request"]);
    }

    #[test]
    fn a_span_reads_as_it_is_said() {
        assert_eq!([span(1), span(90), span(91), span(3_600)], ["1 second", "90 seconds", "2 minutes", "60 minutes"]);
    }
}
