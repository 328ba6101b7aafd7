//! What the audit log says of intake. SQL, so it stands here.

use commonweal_server::db::testing::numbers;
use commonweal_tests::TestServer;

/// How many events of this action an organisation's own system has in the log, with a detail that is like this.
pub(super) async fn logged(server: &TestServer, action: &str, detail: &str) -> i64 {
    let statement = format!(
        "SELECT COUNT(*) FROM audit_event WHERE action = '{action}' AND detail LIKE '{detail}' \
         AND actor LIKE 'credential:%' AND role = 'source' AND organisation = 'ZZA01'"
    );
    numbers(server.db(), &statement).await.expect("a count")[0]
}
