//! What of a submission could not be read or put on a record, resource by resource, for its sender.

use std::sync::Arc;

use commonweal_shared::ids::{IntakeId, ResourceId};
use commonweal_shared::records::Standing;
use commonweal_shared::time::Moment;

use super::answer::Issue;
use super::parcel::Parcel;
use super::store;
use crate::access::IntakeGrant;
use crate::clock::new_uuid;
use crate::db::Db;
use crate::records::intake::{ReadContext, ReadItem, read};
use crate::records::{ImportTally, PublishError};
use crate::work::aside;

/// The issues of one submission that was just taken in with this tally.
///
/// The submission is read once more where the tally says that there is something to tell, and only there: what is
/// sound costs nothing, and what came again unchanged was told the first time.
///
/// # Errors
/// When the database fails, or the reading breaks down.
pub(super) async fn of_submission(
    db: &Db,
    grant: &IntakeGrant,
    parcel: &Arc<Parcel>,
    nth: usize,
    tally: &ImportTally,
    now: Moment,
) -> Result<Vec<Issue>, PublishError> {
    if tally.people.is_empty() {
        return Ok(wholly_waiting(db, grant, parcel, nth).await?.into_iter().collect());
    }
    if tally.unreadable == 0 && tally.waiting == 0 {
        return Ok(Vec::new());
    }
    let context = ReadContext { source: grant.source().clone(), intake: IntakeId::new(new_uuid(now)), received: now };
    let parcel = Arc::clone(parcel);
    Ok(aside(move || read_again(&parcel, nth, &context)).await?)
}

/// A submission that is nobody's waits whole, for one reason.
async fn wholly_waiting(
    db: &Db,
    grant: &IntakeGrant,
    parcel: &Parcel,
    nth: usize,
) -> Result<Option<Issue>, PublishError> {
    let entries = &parcel.submissions[nth].entries;
    let Some(first) = entries.first() else { return Ok(None) };
    let reason = store::waits_because(db, grant, first).await?.unwrap_or_default();
    let problem = match entries.len() {
        1 => format!("{reason} It waits for somebody to look at it."),
        count => format!("{reason} All {count} resources of it wait for somebody to look at them."),
    };
    Ok(Some(Issue { resource: parcel.name(nth), path: String::new(), problem: problem.trim_start().to_owned() }))
}

fn read_again(parcel: &Parcel, nth: usize, context: &ReadContext) -> Vec<Issue> {
    let submission = &parcel.submissions[nth];
    // The ids go nowhere; only what the items say of themselves does.
    let reading = read(submission, context, &mut |_| ResourceId::new(new_uuid(context.received)));
    reading.items.iter().filter_map(|item| issue(parcel, nth, item)).collect()
}

fn issue(parcel: &Parcel, nth: usize, one: &ReadItem) -> Option<Issue> {
    let mut resource = parcel.name_entry(nth, one.entry);
    let kind = &one.item.resource_type;
    if one.contained.is_some() {
        resource = format!("{resource}, in it {kind}");
    }
    match (&one.held, &one.item.standing) {
        (Some(reason), _) => Some(Issue { resource, path: String::new(), problem: reason.clone() }),
        (None, Standing::Unreadable { reason }) => {
            let (path, problem) = split(kind, reason);
            Some(Issue { resource, path: path.to_owned(), problem: problem.to_owned() })
        }
        (None, _) => None,
    }
}

/// A reason begins with the path, where it has one: `Observation.code: found a number, expected a coded concept`.
fn split<'r>(kind: &str, reason: &'r str) -> (&'r str, &'r str) {
    match reason.split_once(": ") {
        Some((path, problem)) if !path.contains(' ') => {
            let inner = path.strip_prefix(kind).or_else(|| path.strip_prefix("Bundle.entry"));
            let inner = inner.map(|inner| inner.strip_prefix('.').unwrap_or(inner));
            (inner.unwrap_or(path), problem)
        }
        _ => ("", reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_reason_stands_apart() {
        let reason = "Observation.valueQuantity.value: found a text, expected a number";
        assert_eq!(split("Observation", reason), ("valueQuantity.value", "found a text, expected a number"));
        assert_eq!(split("Observation", "Observation: found a list, expected an object").0, "");
        assert_eq!(split("Unknown", "Bundle.entry.resource: it is missing").0, "resource");
        assert_eq!(
            split("List", "Its subject is somebody else: it waits"),
            ("", "Its subject is somebody else: it waits")
        );
    }
}
