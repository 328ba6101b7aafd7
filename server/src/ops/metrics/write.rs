//! The page of counters: what is counted in memory, and what is asked when it is read.

use std::sync::atomic::Ordering;

use super::slow::Slow;
use super::{Page, resident_bytes};
use crate::access::count_sessions;
use crate::app::App;
use crate::db::DbError;

/// All counters.
pub(in crate::ops) async fn page(app: &App) -> String {
    let mut page = Page::default();
    process(app, &mut page);
    app.metrics.write(&mut page);
    refusals(app, &mut page);
    audit(app, &mut page);
    pools(app, &mut page);
    let up = match from_database(app).await {
        Ok((slow, sessions)) => {
            database(&slow, &mut page);
            page.one("commonweal_sessions", "gauge", "Sessions in use.", sessions);
            1
        }
        Err(error) => {
            // The page must be readable all the same: this is when somebody reads it.
            tracing::warn!(error.cause = %error, "The database could not be asked for the counters.");
            0
        }
    };
    page.one("commonweal_database_up", "gauge", "Whether the database answered just now.", up);
    page.text()
}

async fn from_database(app: &App) -> Result<(Slow, i64), DbError> {
    let now = app.clock.now();
    let idle = i64::from(app.settings.idle_seconds) * 1_000_000;
    let sessions = count_sessions(&app.db, now.plus_micros(-idle), now).await?;
    Ok((app.metrics.slow.get(app).await?, sessions))
}

fn process(app: &App, page: &mut Page) {
    let kind = format!("{:?}", app.db.kind()).to_lowercase();
    let labels = [("version", env!("CARGO_PKG_VERSION")), ("engine", app.db.engine_name()), ("database", &kind)];
    page.family("commonweal_build_info", "gauge", "What runs here; always 1.").sample(&labels, 1);
    let help = "When the server began, in seconds since 1970.";
    page.one("process_start_time_seconds", "gauge", help, app.metrics.started);
    if let Some(bytes) = resident_bytes() {
        page.one("process_resident_memory_bytes", "gauge", "Memory that the process holds.", bytes);
    }
}

fn refusals(app: &App, page: &mut Page) {
    let help = "Requests and connections refused because of a limit, by which one.";
    let mut family = page.family("commonweal_refusals_total", "counter", help);
    for (refusal, count) in app.gate.refusals() {
        family.sample(&[("reason", refusal.id())], count);
    }
}

fn audit(app: &App, page: &mut Page) {
    let counts = app.audit.counts();
    page.one("commonweal_audit_events_total", "counter", "Audit events committed.", counts.batches.total());
    page.one("commonweal_audit_commits_total", "counter", "Commits of the audit log.", counts.batches.values());
    let failures = counts.failures.load(Ordering::Relaxed);
    page.one("commonweal_audit_failures_total", "counter", "Commits of the audit log that failed.", failures);
    let help = "Events in one commit of the audit log.";
    page.family("commonweal_audit_batch_events", "histogram", help).histogram(&[], &counts.batches);
    let help = "Time of one commit of the audit log, to the disk.";
    page.family("commonweal_audit_commit_duration_seconds", "histogram", help).histogram(&[], &counts.durations);
}

fn pools(app: &App, page: &mut Page) {
    let help = "Connections to the database, by pool and state.";
    let mut family = page.family("commonweal_database_connections", "gauge", help);
    for (pool, in_use, idle) in app.db.pools() {
        family.sample(&[("pool", pool), ("state", "in_use")], in_use);
        family.sample(&[("pool", pool), ("state", "idle")], idle);
    }
}

fn database(slow: &Slow, page: &mut Page) {
    let help = "Space that the database takes, by file or schema; counted once a minute, as all below.";
    let mut bytes = page.family("commonweal_database_bytes", "gauge", help);
    for (file, size) in &slow.bytes {
        bytes.sample(&[("file", file)], size);
    }
    let on_file = slow.on_file;
    let gauges = [
        ("commonweal_people", "People on file.", on_file.people),
        ("commonweal_waiting_resources", "Resources that wait for a person to be matched.", on_file.waiting),
        (
            "commonweal_staged_arrivals",
            "Arrivals being taken in, or left by an import that was killed.",
            on_file.staged,
        ),
        ("commonweal_staged_oldest_age_seconds", "How long the oldest of these has been.", on_file.oldest_staged),
    ];
    for (name, help, value) in gauges {
        page.one(name, "gauge", help, value);
    }
}
