//! Demonstration sign-ins work in a demonstration and nowhere else.

use std::collections::BTreeSet;

use commonweal_shared::access::{DemoSignIn, Role};
use commonweal_shared::api;
use commonweal_shared::ids::AccountId;
use commonweal_shared::system::SystemInfo;
use commonweal_tests::{Engine, TestServer, run};
use insta::assert_snapshot;

use crate::demo::demo;

#[test]
fn there_is_a_sign_in_for_each_role() {
    run(async {
        let demo = demo().await;
        let offered: Vec<DemoSignIn> = demo.server.anon().get(api::DEMO).await.expect(200).json();
        let mut roles = BTreeSet::new();
        for sign_in in offered {
            let mut actor = demo.server.anon();
            actor.sign_in_as_demo(sign_in.account).await.expect(200);
            assert_eq!(actor.session().display_name, sign_in.display_name);
            roles.extend(sign_in.memberships.iter().map(|membership| membership.role));
        }
        assert_eq!(roles, Role::ALL.into_iter().collect());
        let system: SystemInfo = demo.server.anon().get(api::SYSTEM).await.expect(200).json();
        assert!(system.demonstration, "every page can say so");
    });
}

#[test]
fn a_demonstration_account_has_no_pass_phrase() {
    run(async {
        let demo = demo().await;
        for password in ["", "demo", "demo.gp", "password", "a pass phrase of the tests"] {
            let answer = demo.server.anon().sign_in("demo.gp", password).await;
            assert!(matches!(answer.status, 401 | 429), "{}", answer.text());
        }
    });
}

#[test]
fn without_the_demonstration_its_addresses_are_addresses_of_nothing() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let mut anon = server.anon();
        let answer = anon.get(api::DEMO).await.expect(404);
        assert_snapshot!(answer.problem_text(), @r#"
        {
          "type": "not-found",
          "title": "There is nothing at this address.",
          "status": 404,
          "request_id": "[id]"
        }
        "#);
        let account: AccountId = "01900000-0000-7000-8000-000000000000".parse().expect("an id");
        anon.sign_in_as_demo(account).await.expect(404);
        let system: SystemInfo = anon.get(api::SYSTEM).await.expect(200).json();
        assert!(!system.demonstration);
    });
}

#[test]
fn its_accounts_and_sessions_are_dead_where_it_is_off() {
    run(async {
        use commonweal_tests::Options;
        let folder = tempfile::tempdir().expect("a folder");
        let with = TestServer::start_in(folder.path(), Options { demo: true, ..Options::default() }).await;
        let offered: Vec<DemoSignIn> = with.anon().get(api::DEMO).await.expect(200).json();
        let mut actor = with.anon();
        actor.sign_in_as_demo(offered[0].account).await.expect(200);
        with.stop().await;

        let without = TestServer::start_in(folder.path(), Options::default()).await;
        without.anon().sign_in_as_demo(offered[0].account).await.expect(404);
        let moved = actor.at(&without);
        moved.get(api::SESSION).await.expect(401);
    });
}
