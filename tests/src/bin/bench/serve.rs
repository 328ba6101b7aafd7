//! The server under test, as a process of its own: the application as it is, with three routes more.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{Path as InPath, Query, State};
use axum::http::HeaderName;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use commonweal_server::access::intake_by_operator;
use commonweal_server::app::{AppState, build};
use commonweal_server::audit::{Action, Actor, Audit, Event};
use commonweal_server::clock::SystemClock;
use commonweal_server::config::Told;
use commonweal_server::records::{Publisher, import_paths};
use commonweal_server::web::ToldLimits;
use commonweal_shared::api::PERSON_HEADER;
use serde::Deserialize;

/// Requests a second that one user and one address may make: counted as always, and never too many.
const RATE: u32 = 1_000_000;

/// Where `static` reads what it answers, within the folder of the database.
pub(crate) fn static_file(data: &Path, nth: usize) -> PathBuf {
    data.join(format!("static-{nth}"))
}

/// Serves until standard input ends.
pub(crate) async fn serve(data: &Path) {
    let told = Told {
        data: Some(data.to_owned()),
        listen: Some(([127, 0, 0, 1], 0).into()),
        limits: ToldLimits {
            rate_user: Some(RATE),
            rate_address: Some(RATE),
            rate_search: Some(RATE),
            ..ToldLimits::default()
        },
        ..Told::default()
    };
    let settings = told.serve().expect("settings that hold");
    let served = build(settings, Arc::new(SystemClock)).await.expect("the server begins");
    println!("{}", served.url);
    let (end, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // Whoever started it has gone, or wants it to end.
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let _ = end.send(());
    });
    served
        .run_with(routes(data.to_owned()), async {
            let _ = ended.await;
        })
        .await;
}

fn routes(data: PathBuf) -> Router<AppState> {
    let files = Arc::new(Files { data, read: Mutex::default() });
    Router::new()
        .route("/bench/static/{nth}", get(move |InPath(nth): InPath<usize>| async move { files.answer(nth) }))
        .route("/bench/commits", get(commits))
        .route("/bench/import", get(import))
}

/// Static files, read once and answered from memory.
struct Files {
    data: PathBuf,
    read: Mutex<HashMap<usize, Bytes>>,
}

impl Files {
    /// A file's bytes with the headers of a chart's answer.
    fn answer(&self, nth: usize) -> impl IntoResponse + use<> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = read.entry(nth).or_insert_with(|| {
            let file = static_file(&self.data, nth);
            Bytes::from(std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
        });
        let headers = [
            (CONTENT_TYPE, "application/json".to_owned()),
            (CONTENT_ENCODING, "br".to_owned()),
            (VARY, "accept-encoding".to_owned()),
            (ETAG, format!("\"{nth:064x}\"")),
            (HeaderName::from_static(PERSON_HEADER), "01900000-0000-7000-8000-000000000000".to_owned()),
        ];
        (headers, bytes.clone())
    }
}

#[derive(Deserialize)]
struct Commits {
    n: usize,
    clients: usize,
}

/// So many durable commits of one event each, by so many clients at once: how long each took, in microseconds.
async fn commits(State(app): State<AppState>, Query(wanted): Query<Commits>) -> Json<Vec<u64>> {
    let clients: Vec<_> = (0..wanted.clients)
        .map(|_| tokio::spawn(one_after_the_other(app.audit.clone(), wanted.n / wanted.clients)))
        .collect();
    let mut times = Vec::with_capacity(wanted.n);
    for client in clients {
        times.extend(client.await.expect("a client that commits"));
    }
    Json(times)
}

async fn one_after_the_other(audit: Audit, n: usize) -> Vec<u64> {
    let mut times = Vec::with_capacity(n);
    for _ in 0..n {
        let begin = Instant::now();
        audit.commit(Event::new(Actor::system(), Action::HomeRead)).await.expect("a commit");
        times.push(micros(begin.elapsed()));
    }
    times
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[derive(Deserialize)]
struct Import {
    dir: PathBuf,
    source: String,
}

/// Imports a folder in this process. Answers how many resources it took in.
async fn import(State(app): State<AppState>, Query(wanted): Query<Import>) -> String {
    let grant = intake_by_operator(&app.db, wanted.source.parse().expect("an organisation's code"));
    let publisher = Publisher::new(app.db.clone(), grant, Arc::clone(&app.clock)).await.expect("a publisher");
    let tally = import_paths(&publisher, &[wanted.dir], |_, _, _, _| {}).await.expect("an import");
    assert_eq!((tally.waiting, tally.refused), (0, 0), "{tally}");
    tally.resources.to_string()
}
