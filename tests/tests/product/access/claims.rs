//! Whoever has no relationship on file gives a reason, and a privacy officer sees it.

use commonweal_shared::access::{Relationship, RelationshipKind, Role};
use commonweal_shared::api::{self, Home};
use commonweal_shared::audit::AccessEntry;
use commonweal_shared::ids::PersonId;
use commonweal_shared::records::Clearance;
use commonweal_tests::{Engine, Invented, Position, TestServer, run};
use insta::assert_snapshot;

use crate::demo::demo;

/// Of an organisation that knows nobody, and nobody else's test.
const CLAIMANT: Position = Position::new("claimant", Role::Clinician, "ZZA08", Clearance::General);
/// Another clinician of the same organisation.
const COLLEAGUE: Position = Position::new("colleague", Role::Clinician, "ZZA08", Clearance::General);

#[test]
fn a_record_without_relationship_opens_after_a_reason_and_for_twelve_hours() {
    run(async {
        let demo = demo().await;
        let person = demo.person("sheila-parkin-february");
        let actor = demo.server.actor(CLAIMANT).await;
        let colleague = demo.server.actor(COLLEAGUE).await;
        let refused = actor.open(person).await.expect(403);
        assert_snapshot!(refused.problem_text(), @r#"
        {
          "type": "no-relationship",
          "title": "There is no relationship on file between this person and your organisation.",
          "status": 403,
          "request_id": "[id]"
        }
        "#);
        let claimed: Relationship = actor.claim(person, "  Asked for help at our door  ").await.expect(200).json();
        assert_eq!(claimed.kind, RelationshipKind::Claimed);
        let lasts = claimed.until.expect("it ends").as_micros() - claimed.since.as_micros();
        assert_eq!(lasts, 12 * 3_600 * 1_000_000);
        actor.open(person).await.expect(200);
        colleague.open(person).await.expect(403);

        let officer = demo.server.actor(Position::PRIVACY_OFFICER).await;
        let home: Home = officer.get(api::HOME).await.expect(200).json();
        assert!(home.claims.iter().any(|claim| claim.person == person), "the officer is told");
        let log: Vec<AccessEntry> = officer.get(&api::record_access_log(person)).await.expect(200).json();
        let entry = log.iter().find(|entry| entry.action == "relationship.claimed" && entry.who == "TEST, claimant");
        let entry = entry.expect("the claim stands in the person's log");
        assert_eq!(entry.detail.as_deref(), Some("Asked for help at our door"), "with the reason, trimmed");
    });
}

#[test]
fn a_claim_is_over_after_twelve_hours() {
    run(async {
        let server = TestServer::start(Engine::Sqlite).await;
        let una = Invented::new("una", "000001", "Holloway", "1950-05-05");
        let bundle = una.bundle("2026-11-01", &[una.weight("w", "2026-10-30", "70")]);
        let person = *server.import_text("ZZB01", &bundle).await.people.first().expect("one person");
        let actor = server.actor(CLAIMANT).await;
        actor.claim(person, "Asked for help at our door").await.expect(200);
        server.clock.pass(12 * 3_600 - 60);
        server.actor(CLAIMANT).await.open(person).await.expect(200);
        server.clock.pass(60);
        let refused = server.actor(CLAIMANT).await.open(person).await.expect(403);
        assert_eq!(refused.problem().r#type, "no-relationship");
    });
}

#[test]
fn a_reason_is_a_reason() {
    run(async {
        let demo = demo().await;
        let person = demo.person("sheila-parkin-february");
        let actor = demo.server.actor(COLLEAGUE).await;
        let short = actor.claim(person, "need it").await.expect(422);
        assert_snapshot!(short.problem_text(), @r#"
        {
          "type": "field",
          "title": "Say why you need this record, in at least 10 characters. You wrote 7.",
          "status": 422,
          "field": "reason",
          "request_id": "[id]"
        }
        "#);
        actor.claim(person, &"x".repeat(501)).await.expect(422);
        actor.open(person).await.expect(403);
    });
}

#[test]
fn nobody_learns_who_is_on_file_by_asking() {
    run(async {
        let demo = demo().await;
        let nobody: PersonId = "01900000-0000-7000-8000-000000000000".parse().expect("an id");
        let elsewhere = demo.server.actor(COLLEAGUE).await;
        let unknown = elsewhere.open(nobody).await.expect(403).problem_text();
        let known = elsewhere.open(demo.person("callum-rigg")).await.expect(403).problem_text();
        assert_eq!(unknown, known);
    });
}
