//! The audit log's actions and details in a person's words.

use commonweal_shared::access::RelationshipKind;
use commonweal_shared::records::SectionId;

/// What was done, in words; an action that has none yet is shown as it is logged.
pub(super) fn action_words(action: &str) -> &str {
    match action {
        "record.opened" => "Opened the record",
        "record.reviewed" => "Looked at the record as it had been shown before",
        "section.opened" => "Opened a section",
        "item.opened" => "Opened the details of an item",
        "resource.read" => "Read the original data of an item",
        "relationship.claimed" => "Claimed a relationship",
        "access.denied" => "Was refused",
        "access-log.read" => "Read this access log",
        other => other,
    }
}

/// The detail in words: ids of sections become their headings, a reason stays as it was written, and
/// an entry without one says so, since a cell is never empty.
pub(super) fn detail_words(action: &str, detail: Option<&str>) -> String {
    let Some(detail) = detail else { return "No detail".to_owned() };
    let words = match action {
        "record.opened" => opened_words(detail).map(str::to_owned),
        "section.opened" => SectionId::from_id(detail).map(|section| section.title().to_owned()),
        "item.opened" => item_words(detail),
        "relationship.claimed" => Some(format!("Reason given: {detail}")),
        "resource.read" => Some(format!("Item {detail}")),
        "access.denied" => refused_words(detail).map(str::to_owned),
        _ => None,
    };
    words.unwrap_or_else(|| detail.to_owned())
}

fn opened_words(detail: &str) -> Option<&'static str> {
    match RelationshipKind::from_id(detail) {
        Some(RelationshipKind::Registered) => Some("Registered with the organisation"),
        Some(RelationshipKind::Referred) => Some("Referred to the organisation"),
        Some(RelationshipKind::Listed) => Some("Known to the organisation"),
        Some(RelationshipKind::Claimed) => Some("By the claimed relationship"),
        None => (detail == "unchanged").then_some("Unchanged since it was last opened"),
    }
}

fn item_words(detail: &str) -> Option<String> {
    let (section, item) = detail.split_once('/')?;
    let section = SectionId::from_id(section)?;
    Some(format!("{}, item {item}", section.title()))
}

fn refused_words(detail: &str) -> Option<&'static str> {
    match detail {
        "no-relationship" => Some("No relationship was on file"),
        "role-does-not-open-records" => Some("The role does not open people’s records"),
        "role-does-not-review" => Some("The role does not review access logs"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_logged_is_read_in_words() {
        assert_eq!(action_words("record.opened"), "Opened the record");
        assert_eq!(action_words("something.new"), "something.new");
        for (action, detail, words) in [
            ("record.opened", "registered", "Registered with the organisation"),
            ("record.opened", "unchanged", "Unchanged since it was last opened"),
            ("section.opened", "care-plans", "Care plans and goals"),
            ("section.opened", "something-new", "something-new"),
            ("item.opened", "problems/0192f0c1", "Problems, item 0192f0c1"),
            ("relationship.claimed", "In clinic now", "Reason given: In clinic now"),
            ("access.denied", "no-relationship", "No relationship was on file"),
        ] {
            assert_eq!(detail_words(action, Some(detail)), words);
        }
        assert_eq!(detail_words("record.opened", None), "No detail", "a cell is never empty");
    }
}
