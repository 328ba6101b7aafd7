//! What a failing disk or somebody with their hands on the database could do. SQL, so it stands here.

use commonweal_server::db::testing::{forget_newest_migration, numbers, tamper};
use commonweal_shared::ids::PersonId;
use commonweal_tests::{Engine, TestServer};

/// Something that was damaged.
#[derive(Debug, Clone, Copy)]
pub(super) enum Damage {
    /// One byte of the first resource of the first arrival.
    Byte,
    /// The items of the first arrival.
    Items,
    /// A resource's row is gone.
    Row,
    /// A resource's row says another section.
    Section,
    /// An arrival is gone.
    Arrival,
    /// A published arrival is said to be staged.
    Unpublished,
    /// The chart's hash.
    ChartHash,
    /// The chart's body.
    ChartBody,
    /// The chart of everything is gone.
    ChartGone,
    /// The chart is somebody else's.
    ChartOfAnother(PersonId),
    /// A resource's row names somebody else.
    RowOfAnother(PersonId),
    /// The chart is this one, whole in itself, under the hash of its bytes: the hash, and the body in hex.
    ChartOtherwise(&'static str, &'static str),
}

/// Damages what is stored of a person.
pub(super) async fn damage(server: &TestServer, engine: Engine, person: PersonId, damage: Damage) {
    let first = |table: &str| format!("(SELECT MIN(intake) FROM {table} WHERE person = '{person}')");
    let one = format!("(SELECT MIN(id) FROM resource WHERE person = '{person}')");
    let general = format!("person = '{person}' AND clearance = 'general'");
    let statement = match damage {
        // The twentieth byte of a pack stands in the text of its first resource.
        Damage::Byte if engine == Engine::Sqlite => format!(
            "UPDATE pack SET bytes = unhex(substr(hex(bytes), 1, 40) || '58' || substr(hex(bytes), 43)) \
             WHERE person = '{person}' AND intake = {}",
            first("pack")
        ),
        Damage::Byte => format!(
            "UPDATE pack SET bytes = set_byte(bytes, 20, 88) WHERE person = '{person}' AND intake = {}",
            first("pack")
        ),
        Damage::Items => {
            format!("UPDATE pack SET items = bytes WHERE person = '{person}' AND intake = {}", first("pack"))
        }
        Damage::Row => format!("DELETE FROM resource WHERE id = {one}"),
        Damage::Section => format!("UPDATE resource SET section = 'elsewhere' WHERE id = {one}"),
        Damage::Arrival => format!("DELETE FROM intake WHERE id = {}", first("resource")),
        Damage::Unpublished => format!("UPDATE intake SET state = 'staged' WHERE id = {}", first("resource")),
        Damage::ChartHash => format!("UPDATE chart SET hash = '{}' WHERE {general}", "0".repeat(64)),
        Damage::ChartBody => {
            format!(
                "UPDATE chart SET body = (SELECT bytes FROM pack WHERE person = '{person}' ORDER BY intake LIMIT 1) WHERE {general}"
            )
        }
        Damage::ChartGone => format!("DELETE FROM chart WHERE person = '{person}' AND clearance = 'restricted'"),
        Damage::ChartOfAnother(other) => format!(
            "UPDATE chart SET (hash, body) = (SELECT hash, body FROM chart WHERE person = '{other}' AND clearance = \
             'general') WHERE {general}"
        ),
        Damage::RowOfAnother(other) => format!("UPDATE resource SET person = '{other}' WHERE id = {one}"),
        Damage::ChartOtherwise(hash, body) => {
            let body = if engine == Engine::Sqlite { format!("X'{body}'") } else { format!("'\\x{body}'::bytea") };
            format!("UPDATE chart SET hash = '{hash}', body = {body} WHERE {general}")
        }
    };
    assert!(
        tamper(server.db(), &statement).await.expect("rows can be changed") > 0,
        "nothing was damaged: {statement}"
    );
}

/// Damages what waits, what was replaced, and the list of relationships.
pub(super) async fn damage_the_rest(server: &TestServer) {
    let nobody = "01900000-0000-7000-8000-00000000beef";
    let statements = [
        format!("UPDATE waiting SET sha256 = '{}' WHERE entry = 1", "0".repeat(64)),
        format!("UPDATE chart_opened SET hash = '{}'", "0".repeat(64)),
        format!(
            "INSERT INTO relationship (person, organisation, kind, since) VALUES ('{nobody}', 'ZZC01', 'listed', 0)"
        ),
    ];
    for statement in statements {
        assert!(tamper(server.db(), &statement).await.expect("rows can be changed") > 0, "{statement}");
    }
}

/// How many sessions are stored, ended or not.
pub(super) async fn sessions(server: &TestServer) -> i64 {
    numbers(server.db(), "SELECT COUNT(*) FROM session").await.expect("a count")[0]
}

/// How often a record was opened, by the audit log.
pub(super) async fn openings(server: &TestServer) -> i64 {
    let statement = "SELECT COUNT(*) FROM audit_event WHERE action = 'record.opened'";
    numbers(server.db(), statement).await.expect("a count")[0]
}

/// Makes the database look as an older version would have left it.
pub(super) async fn said_to_be_older(server: &TestServer) {
    assert_eq!(forget_newest_migration(server.db()).await.expect("a row can be taken away"), 1);
}
