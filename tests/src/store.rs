//! What somebody with their hands on the database could do, or a killed process could leave behind. The only SQL of
//! the tests.

use commonweal_server::db::testing::{numbers, tamper, tamper_with_log};
use commonweal_shared::ids::PersonId;

use crate::{Engine, TestServer};

/// An arrival that nobody published.
const LEFT: &str = "01900000-0000-7000-8000-00000000dead";

impl TestServer {
    /// How many resources are stored, and how many packs of them.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn stored(&self) -> (i64, i64) {
        let count = async |statement| numbers(self.db(), statement).await.expect("a count")[0];
        (count("SELECT COUNT(*) FROM resource").await, count("SELECT COUNT(*) FROM pack").await)
    }

    /// How many arrivals are staged and not published.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn staged(&self) -> i64 {
        numbers(self.db(), "SELECT COUNT(*) FROM intake WHERE state = 'staged'").await.expect("a count")[0]
    }

    /// Leaves what an import leaves that was killed after staging: a copy of each of the person's resources under new
    /// ids, in an arrival that is not published.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn leave_staged(&self, person: PersonId) {
        let statements = [
            format!(
                "INSERT INTO intake (id, source, received, state, person) \
                 SELECT '{LEFT}', source, received, 'staged', person FROM intake \
                 WHERE id IN (SELECT MIN(intake) FROM resource WHERE person = '{person}')"
            ),
            format!(
                "INSERT INTO pack (person, intake, nth, bytes, items) SELECT person, '{LEFT}', MIN(nth), bytes, items \
                 FROM pack WHERE person = '{person}' GROUP BY person, bytes, items LIMIT 1"
            ),
            format!(
                "INSERT INTO resource (person, id, intake, pack, start, length, entry, contained, source, sha256, \
                 restricted, section, system, code, date, value, unit, label) \
                 SELECT person, 'dead' || SUBSTR(id, 5), '{LEFT}', 0, start, length, entry, contained, source, sha256, \
                 restricted, section, system, code, date, value, unit, label FROM resource WHERE person = '{person}'"
            ),
        ];
        for statement in statements {
            let touched = tamper(self.db(), &statement).await.expect("the rows can be written");
            assert!(touched > 0, "nothing was left: {statement}");
        }
    }

    /// Takes the audit log's table away; [`TestServer::give_back_log`] puts it back.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn take_away_log(&self) {
        tamper_with_log(self.db(), "ALTER TABLE audit_event RENAME TO audit_event_elsewhere")
            .await
            .expect("it can be renamed");
    }

    /// Puts the audit log's table back.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn give_back_log(&self) {
        tamper_with_log(self.db(), "ALTER TABLE audit_event_elsewhere RENAME TO audit_event")
            .await
            .expect("it can be renamed");
    }

    /// Whether the database itself refuses to change and to remove an audit event.
    pub async fn log_is_final(&self) -> bool {
        let changed = tamper_with_log(self.db(), "UPDATE audit_event SET actor_name = 'nobody'").await;
        let removed = tamper_with_log(self.db(), "DELETE FROM audit_event").await;
        changed.is_err() && removed.is_err()
    }

    /// Changes who opened a record, with the trigger that forbids it taken away first.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn forge_log(&self, engine: Engine) {
        let trigger = match engine {
            Engine::Sqlite => "DROP TRIGGER audit_event_stays",
            Engine::Postgres => "DROP TRIGGER audit_event_stays ON audit_event",
        };
        tamper_with_log(self.db(), trigger).await.expect("the trigger can be dropped");
        let forged = "UPDATE audit_event SET actor_name = 'SOMEBODY, Else' WHERE action = 'record.opened'";
        assert!(
            tamper_with_log(self.db(), forged).await.expect("the rows can be changed") > 0,
            "a record was opened before"
        );
    }
}
