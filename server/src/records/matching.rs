//! Whose data a submission is (records.md 3.2). Whoever can't be matched waits; nobody ever lands on a wrong person.

use commonweal_shared::ids::PersonId;
use commonweal_shared::nhs_number::{DatabaseKind, NumberRule, accept};
use commonweal_shared::records::NumberOnFile;

use super::intake::PatientClaim;
use super::store::PersonRow;

/// What matching decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Match {
    /// This person, who is on file.
    OnFile(PersonId),
    /// Somebody who is not on file yet.
    New,
    /// Nobody for now, for this reason.
    Waits(String),
    /// Nothing of it may be stored, for this reason.
    Refused(String),
}

/// The people on file whom the keys of a claim lead to.
#[derive(Debug, Default)]
pub(super) struct OnFile {
    /// By (source, `Patient.id`, NHS number as stated).
    pub(super) at_source: Option<PersonRow>,
    /// By a number that joins across sources.
    pub(super) by_number: Option<PersonRow>,
}

/// A submission about exactly one person has one claim; any other waits.
pub(super) fn only_claim(claims: &[PatientClaim]) -> Result<&PatientClaim, String> {
    match claims {
        [claim] => Ok(claim),
        [] => Err("There is no Patient in it, so nothing says whose data it is.".to_owned()),
        several => Err(format!("It holds data of {} people, and one was expected.", several.len())),
    }
}

/// Decides whose data it is.
pub(super) fn decide(kind: DatabaseKind, claim: &PatientClaim, on_file: &OnFile) -> Match {
    if let NumberOnFile::Stated { number, .. } = &claim.identity.number {
        match accept(kind, number) {
            NumberRule::Accept => {}
            NumberRule::HoldForReview(reason) => return Match::Waits(reason.to_string()),
            NumberRule::Refuse(reason) => return Match::Refused(reason.to_string()),
        }
    }
    if claim.local_id.is_none() && claim.joining_number.is_none() {
        return Match::Waits("Its Patient has neither an id nor a valid NHS number.".to_owned());
    }
    match (&on_file.at_source, &on_file.by_number) {
        (Some(one), Some(other)) if one.id != other.id => Match::Waits(
            "Its NHS number belongs to one record on file, and its id at this source to another.".to_owned(),
        ),
        (Some(known), _) | (None, Some(known)) => match disagreement(claim, known) {
            None => Match::OnFile(known.id),
            Some(what) => Match::Waits(format!("A record on file has the same NHS number or id, but {what}.")),
        },
        (None, None) => Match::New,
    }
}

/// Birth date and family name must both be there and both agree.
fn disagreement(claim: &PatientClaim, known: &PersonRow) -> Option<&'static str> {
    let born = claim.identity.born.as_ref().map_or("", |born| born.as_str());
    let birth_agrees = !born.is_empty() && born == known.born;
    let family_agrees = !claim.family_key.is_empty() && claim.family_key == known.family_key;
    match (birth_agrees, family_agrees) {
        (true, true) => None,
        (false, true) => Some("the date of birth does not agree"),
        (true, false) => Some("the family name does not agree"),
        (false, false) => Some("neither the date of birth nor the family name agrees"),
    }
}

#[cfg(test)]
mod tests {
    use commonweal_shared::nhs_number::NhsNumber;
    use commonweal_shared::records::{Identity, PersonNameOnFile};
    use commonweal_shared::time::FhirDate;
    use uuid::Uuid;

    use super::*;

    fn claim(family: &str, born: &str, number: Option<&str>, joins: bool) -> PatientClaim {
        let stated = number.map(|digits| NhsNumber::parse(digits).expect("a number"));
        PatientClaim {
            entry: 0,
            local_id: Some("2".into()),
            stated_number: number.map(Into::into),
            joining_number: stated.clone().filter(|_| joins),
            family_key: family.into(),
            identity: Identity {
                name: PersonNameOnFile::default(),
                other_names: Vec::new(),
                born: FhirDate::parse(born).ok(),
                died: None,
                deceased: false,
                gender: None,
                number: stated.map_or(NumberOnFile::None { reason: None }, |number| NumberOnFile::Stated {
                    number,
                    status: None,
                }),
                addresses: Vec::new(),
                telecoms: Vec::new(),
                practice: None,
                practice_code: None,
                communication: Vec::new(),
            },
        }
    }

    fn row(n: u128, claim: &PatientClaim) -> PersonRow {
        PersonRow {
            id: PersonId::new(Uuid::from_u128(n)),
            version: 1,
            family_key: claim.family_key.clone(),
            born: claim.identity.born.as_ref().map_or(String::new(), |born| born.as_str().to_owned()),
            joining_number: None,
            identity_source: "ZZA01".into(),
            identity_rank: 0,
            identity: claim.identity.clone(),
        }
    }

    fn decided(claim: &PatientClaim, at_source: Option<PersonRow>, by_number: Option<PersonRow>) -> Match {
        decide(DatabaseKind::Test, claim, &OnFile { at_source, by_number })
    }

    #[test]
    fn every_combination_of_keys_and_details_has_its_outcome() {
        let known = claim("skelly", "1925-04-21", Some("9990000018"), true);
        let one = || row(1, &known);
        assert_eq!(decided(&known, None, None), Match::New);
        assert_eq!(decided(&known, Some(one()), None), Match::OnFile(one().id));
        assert_eq!(decided(&known, None, Some(one())), Match::OnFile(one().id));
        assert_eq!(decided(&known, Some(one()), Some(one())), Match::OnFile(one().id));
        assert!(matches!(decided(&known, Some(one()), Some(row(2, &known))), Match::Waits(_)));
        for other in [
            claim("kelly", "1925-04-21", Some("9990000018"), true),
            claim("skelly", "1925-04-22", Some("9990000018"), true),
            claim("", "1925-04-21", Some("9990000018"), true),
            claim("skelly", "", Some("9990000018"), true),
        ] {
            assert!(matches!(decided(&other, Some(one()), None), Match::Waits(_)), "{}", other.family_key);
            assert!(matches!(decided(&other, None, Some(one())), Match::Waits(_)), "{}", other.family_key);
        }
    }

    #[test]
    fn a_test_database_takes_no_number_of_a_real_person() {
        let real = claim("skelly", "1925-04-21", Some("4010232137"), true);
        assert!(matches!(decided(&real, None, None), Match::Refused(_)));
    }

    #[test]
    fn a_live_database_refuses_999_and_holds_other_nines() {
        let on_file = OnFile::default();
        let fixture = claim("skelly", "1925-04-21", Some("9990000018"), true);
        assert!(matches!(decide(DatabaseKind::Live, &fixture, &on_file), Match::Refused(_)));
        let other = claim("skelly", "1925-04-21", Some("9690937286"), true);
        assert!(matches!(decide(DatabaseKind::Live, &other, &on_file), Match::Waits(_)));
    }

    #[test]
    fn no_key_at_all_waits_and_so_do_two_people() {
        let mut nobody = claim("skelly", "1925-04-21", None, false);
        nobody.local_id = None;
        assert!(matches!(decided(&nobody, None, None), Match::Waits(_)));
        let known = claim("skelly", "1925-04-21", Some("9990000018"), true);
        assert!(only_claim(&[]).is_err());
        assert!(only_claim(&[known.clone(), known]).is_err());
    }
}
