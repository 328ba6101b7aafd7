//! Counters in memory, and what is asked of the database and the system when they are read.

mod page;
mod process;
mod slow;
mod write;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::{Method, StatusCode};

use page::Page;
use process::resident_bytes;
use slow::SlowCounts;
pub(super) use write::page;

use super::Histogram;
use crate::records::ImportTally;

/// What was asked and how long it took, and what was taken in. (What was refused for a limit, the gate counts.)
///
/// Requests are told apart by route, `/api/records/{person}`, never by address, so that no identifier of a person
/// stands on the page and nobody can fill the memory with made-up addresses.
#[derive(Debug)]
pub struct Metrics {
    counted: Mutex<Counted>,
    in_flight: AtomicU64,
    /// Counts that cost the database something.
    slow: SlowCounts,
    /// When it began to count, in seconds since 1970: when the server did.
    started: i64,
}

impl Default for Metrics {
    fn default() -> Self {
        let started = crate::clock::system_micros() / 1_000_000;
        Self { counted: Mutex::default(), in_flight: AtomicU64::new(0), slow: SlowCounts::default(), started }
    }
}

#[derive(Debug)]
struct Counted {
    requests: BTreeMap<(String, String, u16), u64>,
    durations: BTreeMap<String, Histogram>,
    intake: Intake,
}

#[derive(Debug)]
struct Intake {
    submissions: u64,
    /// By outcome, in the words of the import's tally.
    resources: [(&'static str, u64); 5],
    durations: Histogram,
}

impl Default for Counted {
    fn default() -> Self {
        let resources = ["placed", "folded", "unreadable", "waiting", "unchanged"].map(|outcome| (outcome, 0));
        Self {
            requests: BTreeMap::new(),
            durations: BTreeMap::new(),
            intake: Intake { submissions: 0, resources, durations: Histogram::of_times() },
        }
    }
}

/// A request that is being answered; it counts as such until it is dropped.
#[derive(Debug)]
pub struct InFlight<'m>(&'m AtomicU64);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    /// Notes that a request has begun.
    pub fn begin(&self) -> InFlight<'_> {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        InFlight(&self.in_flight)
    }

    /// Counts a request that was answered.
    pub fn request(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let mut counted = self.counted();
        *counted.requests.entry((route.to_owned(), method_name(method), status.as_u16())).or_default() += 1;
        if !counted.durations.contains_key(route) {
            counted.durations.insert(route.to_owned(), Histogram::of_times());
        }
        if let Some(durations) = counted.durations.get(route) {
            durations.time(took);
        }
    }

    /// Counts a submission that this process took in: what became of its resources, and how long it took.
    pub fn took_in(&self, tally: &ImportTally, took: Duration) {
        let mut counted = self.counted();
        let intake = &mut counted.intake;
        intake.submissions += 1;
        let outcomes = [tally.placed, tally.folded, tally.unreadable, tally.waiting, tally.unchanged];
        for ((_, count), more) in intake.resources.iter_mut().zip(outcomes) {
            *count += u64::try_from(more).unwrap_or(0);
        }
        intake.durations.time(took);
    }

    /// Writes all that is counted here.
    fn write(&self, page: &mut Page) {
        let counted = self.counted();
        let mut requests = page.family("commonweal_http_requests_total", "counter", "Requests answered.");
        for ((route, method, status), count) in &counted.requests {
            requests.sample(&[("route", route), ("method", method), ("status", &status.to_string())], count);
        }
        let help = "Time from a request's head to its answer.";
        let mut durations = page.family("commonweal_http_request_duration_seconds", "histogram", help);
        for (route, histogram) in &counted.durations {
            durations.histogram(&[("route", route)], histogram);
        }
        let in_flight = self.in_flight.load(Ordering::Relaxed);
        page.one("commonweal_http_requests_in_flight", "gauge", "Requests being answered now.", in_flight);
        counted.intake.write(page);
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Intake {
    fn write(&self, page: &mut Page) {
        let help = "Submissions that this process took in.";
        page.one("commonweal_intake_submissions_total", "counter", help, self.submissions);
        let help = "Resources of these submissions, by what became of them.";
        let mut resources = page.family("commonweal_intake_resources_total", "counter", help);
        for (outcome, count) in &self.resources {
            resources.sample(&[("outcome", outcome)], count);
        }
        let help = "Time to take one submission in, from its bytes to its place on the record.";
        page.family("commonweal_intake_duration_seconds", "histogram", help).histogram(&[], &self.durations);
    }
}

/// A method's name; anything unusual is `other`, so that nobody can fill the memory with made-up methods.
fn method_name(method: &Method) -> String {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
            method.to_string()
        }
        _ => "other".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(metrics: &Metrics) -> String {
        let mut page = Page::default();
        metrics.write(&mut page);
        page.text()
    }

    #[test]
    fn requests_are_counted_by_route_and_their_time_by_bucket() {
        let metrics = Metrics::default();
        for took in [400, 3_000, 90_000_000] {
            metrics.request(&Method::GET, "/api/home", StatusCode::OK, Duration::from_micros(took));
        }
        let text = page(&metrics);
        assert!(text.contains("commonweal_http_requests_total{route=\"/api/home\",method=\"GET\",status=\"200\"} 3\n"));
        assert!(text.contains("_bucket{route=\"/api/home\",le=\"0.0005\"} 1\n"), "{text}");
        assert!(text.contains("_bucket{route=\"/api/home\",le=\"0.005\"} 2\n"), "{text}");
        assert!(text.contains("_bucket{route=\"/api/home\",le=\"30\"} 2\n"), "{text}");
        assert!(text.contains("_bucket{route=\"/api/home\",le=\"+Inf\"} 3\n"), "{text}");
        assert!(text.contains("_sum{route=\"/api/home\"} 90.0034\n"), "{text}");
    }

    #[test]
    fn a_request_is_in_flight_until_it_is_dropped() {
        let metrics = Metrics::default();
        let one = metrics.begin();
        let two = metrics.begin();
        assert!(page(&metrics).contains("\ncommonweal_http_requests_in_flight 2\n"));
        drop((one, two));
        assert!(page(&metrics).contains("\ncommonweal_http_requests_in_flight 0\n"));
    }

    #[test]
    fn submissions_are_counted() {
        let metrics = Metrics::default();
        let tally = ImportTally { resources: 3, placed: 2, waiting: 1, ..ImportTally::default() };
        metrics.took_in(&tally, Duration::from_millis(3));
        let text = page(&metrics);
        assert!(text.contains("commonweal_intake_resources_total{outcome=\"placed\"} 2\n"), "{text}");
        assert!(text.contains("commonweal_intake_resources_total{outcome=\"unchanged\"} 0\n"), "{text}");
        assert!(text.contains("commonweal_intake_duration_seconds_bucket{le=\"0.005\"} 1\n"), "{text}");
    }

    #[test]
    fn a_made_up_method_is_other() {
        assert_eq!(method_name(&Method::from_bytes(b"MADEUP").expect("a method")), "other");
    }
}
