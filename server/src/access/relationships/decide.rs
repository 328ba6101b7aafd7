use commonweal_shared::access::{Relationship, RelationshipKind, Role};
use commonweal_shared::time::Moment;

use crate::access::Refused;

/// How long a claimed relationship lasts: a shift of 12 hours (product default), in microseconds.
pub(super) const CLAIM_LASTS: i64 = 12 * 3_600 * 1_000_000;

/// Whether a record may be opened: a pure function of the role and of what is on file between the person and the
/// organisation, claims by this very account included (records.md 7.1). Asked for every call, not once a page.
///
/// Answers the strongest relationship that holds at this moment.
pub(super) fn decide(role: Role, on_file: &[Relationship], now: Moment) -> Result<Relationship, Refused> {
    if !role.reads_records() {
        return Err(Refused::RoleDoesNotOpenRecords);
    }
    on_file
        .iter()
        .filter(|found| holds(found, now))
        .min_by_key(|found| found.kind)
        .cloned()
        .ok_or(Refused::NoRelationship)
}

/// A claim must have an end, and not have reached it; what others put on file holds until it is removed.
fn holds(relationship: &Relationship, now: Moment) -> bool {
    match relationship.kind {
        RelationshipKind::Claimed => relationship.since <= now && relationship.until.is_some_and(|until| now < until),
        RelationshipKind::Registered | RelationshipKind::Referred | RelationshipKind::Listed => {
            relationship.until.is_none_or(|until| now < until)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_micros(1_000_000);

    fn on_file(kind: RelationshipKind) -> Relationship {
        let until = (kind == RelationshipKind::Claimed).then(|| NOW.plus_micros(CLAIM_LASTS));
        Relationship { kind, since: Moment::from_micros(0), until }
    }

    fn claim(since: i64, until: Option<i64>) -> Relationship {
        Relationship {
            kind: RelationshipKind::Claimed,
            since: Moment::from_micros(since),
            until: until.map(Moment::from_micros),
        }
    }

    /// Every role × every relationship × with and without a claim: who opens, and by what.
    #[test]
    fn only_a_clinician_with_a_relationship_opens_a_record() {
        let relationships = [
            None,
            Some(RelationshipKind::Registered),
            Some(RelationshipKind::Referred),
            Some(RelationshipKind::Listed),
        ];
        for role in Role::ALL {
            for relationship in relationships {
                for claimed in [false, true] {
                    let mut found: Vec<Relationship> = relationship.map(on_file).into_iter().collect();
                    if claimed {
                        found.insert(0, on_file(RelationshipKind::Claimed));
                    }
                    let expected = match (role, relationship, claimed) {
                        (Role::Clinician, Some(kind), _) => Ok(kind),
                        (Role::Clinician, None, true) => Ok(RelationshipKind::Claimed),
                        (Role::Clinician, None, false) => Err(Refused::NoRelationship),
                        _ => Err(Refused::RoleDoesNotOpenRecords),
                    };
                    let decided = decide(role, &found, NOW).map(|granted| granted.kind);
                    assert_eq!(decided, expected, "{role:?} {relationship:?} claimed: {claimed}");
                }
            }
        }
    }

    #[test]
    fn a_claim_ends() {
        let decided = |claim| decide(Role::Clinician, &[claim], NOW).map(|granted| granted.kind);
        assert_eq!(decided(claim(0, Some(1_000_001))), Ok(RelationshipKind::Claimed));
        assert_eq!(decided(claim(0, Some(1_000_000))), Err(Refused::NoRelationship), "its last moment is over");
        assert_eq!(decided(claim(0, None)), Err(Refused::NoRelationship), "a claim without an end is none");
        assert_eq!(decided(claim(1_000_001, Some(2_000_000))), Err(Refused::NoRelationship), "not yet");
    }

    #[test]
    fn the_strongest_relationship_is_the_one_that_is_named() {
        let found = [on_file(RelationshipKind::Listed), on_file(RelationshipKind::Registered)];
        let granted = decide(Role::Clinician, &found, NOW).expect("granted");
        assert_eq!(granted.kind, RelationshipKind::Registered);
    }
}
