//! What is stored, asked past all stores of the program. The only SQL of these tests.

use std::collections::{HashMap, HashSet};
use std::str::FromStr as _;

use commonweal_server::db::Db;
use commonweal_server::db::testing::{numbers, tamper};
use commonweal_server::fetch_all;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

/// Makes a database of its own on this server, and answers its address.
pub(crate) async fn new_database(url: &str) -> String {
    let name = format!("killed_{}", hex::encode(rand::random::<[u8; 6]>()));
    let server = PgConnectOptions::from_str(url).expect("an address of PostgreSQL");
    run(url, format!("CREATE DATABASE {name}")).await;
    server.database(&name).to_url_lossy().to_string()
}

/// Drops a database that [`new_database`] made.
pub(crate) async fn drop_database(url: &str) {
    let options = PgConnectOptions::from_str(url).expect("an address of PostgreSQL");
    let name = options.get_database().expect("it names its database").to_owned();
    assert!(name.starts_with("killed_"), "{name} is not ours");
    run(options.database("postgres").to_url_lossy().as_str(), format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn run(url: &str, statement: String) {
    let mut connection = PgConnection::connect(url).await.expect("the server answers");
    sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.expect("it may make databases");
    connection.close().await.expect("the connection closes");
}

/// The hashes of all that is on record from a source: resources on a person's record, and those that wait.
pub(crate) async fn on_record(db: &Db, source: &str) -> HashSet<String> {
    let rows = fetch_all!(
        db.read().await.expect("a reader"),
        (String,),
        "SELECT r.sha256 FROM resource r JOIN intake i ON i.id = r.intake WHERE r.source = $1 AND i.state = 'published'
         UNION SELECT w.sha256 FROM waiting w JOIN intake i ON i.id = w.intake
         WHERE w.source = $1 AND i.state = 'published'",
        source
    );
    rows.expect("rows").into_iter().map(|(sha,)| sha).collect()
}

/// How many arrivals are staged.
pub(crate) async fn staged(db: &Db) -> i64 {
    numbers(db, "SELECT COUNT(*) FROM intake WHERE state = 'staged'").await.expect("a count")[0]
}

/// How many rows of staged arrivals are stored.
pub(crate) async fn staged_rows(db: &Db) -> i64 {
    let statement = "SELECT (SELECT COUNT(*) FROM resource r JOIN intake i ON i.id = r.intake WHERE i.state = 'staged')
         + (SELECT COUNT(*) FROM pack p JOIN intake i ON i.id = p.intake WHERE i.state = 'staged')";
    numbers(db, statement).await.expect("a count")[0]
}

/// How many rows are on nobody's record and of no arrival.
pub(crate) async fn stray_rows(db: &Db) -> i64 {
    let statement = "SELECT (SELECT COUNT(*) FROM resource WHERE intake NOT IN (SELECT id FROM intake))
         + (SELECT COUNT(*) FROM pack WHERE intake NOT IN (SELECT id FROM intake))";
    numbers(db, statement).await.expect("a count")[0]
}

/// Makes all that is staged look as if it had been left a day ago.
pub(crate) async fn age_staged(db: &Db) {
    let a_day = 86_400_000_000_i64;
    let statement = format!("UPDATE intake SET received = received - {a_day} WHERE state = 'staged'");
    tamper(db, &statement).await.expect("rows can be changed");
}

/// What stands there by halves, in words; nothing should.
pub(crate) async fn halves(db: &Db) -> Vec<&'static str> {
    const HALVES: [(&str, &str); 8] = [
        (
            "an arrival that is staged has said something of itself",
            "SELECT COUNT(*) FROM answer a JOIN intake i ON i.id = a.intake WHERE i.state = 'staged'",
        ),
        (
            "an arrival that is staged has something waiting",
            "SELECT COUNT(*) FROM waiting w JOIN intake i ON i.id = w.intake WHERE i.state = 'staged'",
        ),
        (
            "an arrival that is published for a person has said nothing of itself",
            "SELECT COUNT(*) FROM intake i WHERE i.state = 'published' AND i.person IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.person = i.person AND a.intake = i.id)",
        ),
        (
            "an arrival that is published for nobody has nothing waiting",
            "SELECT COUNT(*) FROM intake i WHERE i.state = 'published' AND i.person IS NULL
             AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.intake = i.id)",
        ),
        (
            "a pack has no resource",
            "SELECT COUNT(*) FROM pack p WHERE NOT EXISTS
             (SELECT 1 FROM resource r WHERE r.person = p.person AND r.intake = p.intake AND r.pack = p.nth)",
        ),
        (
            "a resource has no pack",
            "SELECT COUNT(*) FROM resource r WHERE NOT EXISTS
             (SELECT 1 FROM pack p WHERE p.person = r.person AND p.intake = r.intake AND p.nth = r.pack)",
        ),
        (
            "a person is on file without an arrival",
            "SELECT COUNT(*) FROM person p WHERE NOT EXISTS
             (SELECT 1 FROM intake i WHERE i.person = p.id AND i.state = 'published')",
        ),
        (
            "a person is on file without a chart, a name to be found by, or a relationship",
            "SELECT COUNT(*) FROM person p WHERE NOT EXISTS (SELECT 1 FROM chart c WHERE c.person = p.id)
             OR NOT EXISTS (SELECT 1 FROM person_word w WHERE w.person = p.id)
             OR NOT EXISTS (SELECT 1 FROM relationship s WHERE s.person = p.id)",
        ),
    ];
    let mut found = Vec::new();
    for (what, statement) in HALVES {
        if numbers(db, statement).await.expect("a count")[0] > 0 {
            found.push(what);
        }
    }
    found
}

/// Everybody on file, by id.
pub(crate) async fn people(db: &Db) -> Vec<String> {
    let rows = fetch_all!(db.read().await.expect("a reader"), (String,), "SELECT id FROM person ORDER BY id");
    rows.expect("rows").into_iter().map(|(id,)| id).collect()
}

/// How often the log says that each chart was opened, by person and hash.
pub(crate) async fn openings(db: &Db) -> HashMap<(String, String), i64> {
    let rows = fetch_all!(
        db.read().await.expect("a reader"),
        (String, String, i64),
        "SELECT person, chart_hash, COUNT(*) FROM audit_event
         WHERE action = 'record.opened' AND person IS NOT NULL AND chart_hash IS NOT NULL GROUP BY person, chart_hash"
    );
    rows.expect("rows").into_iter().map(|(person, hash, count)| ((person, hash), count)).collect()
}

/// The charts whose bytes are kept to be shown again, by person and hash.
pub(crate) async fn kept(db: &Db) -> HashSet<(String, String)> {
    let rows = fetch_all!(
        db.read().await.expect("a reader"),
        (String, String),
        "SELECT person, hash FROM chart WHERE opened = 1 UNION SELECT person, hash FROM chart_opened"
    );
    rows.expect("rows").into_iter().collect()
}

/// All charts: whose, for which clearance, and the compressed bytes.
pub(crate) async fn charts(db: &Db) -> Vec<(String, String, Vec<u8>)> {
    let rows = fetch_all!(
        db.read().await.expect("a reader"),
        (String, String, Vec<u8>),
        "SELECT person, clearance, body FROM chart"
    );
    rows.expect("rows")
}

/// The hash of each resource's bytes, by its id.
pub(crate) async fn hashes_by_id(db: &Db) -> HashMap<String, String> {
    let rows = fetch_all!(db.read().await.expect("a reader"), (String, String), "SELECT id, sha256 FROM resource");
    rows.expect("rows").into_iter().collect()
}
