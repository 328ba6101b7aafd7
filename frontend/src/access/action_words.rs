//! The audit log's actions and details in a person's words.

use commonweal_shared::records::SectionId;

/// What was done, in words; an action that has none yet is shown as it is logged.
pub(super) fn action_words(action: &str) -> &str {
    match action {
        "record.opened" => "Opened the record",
        "record.unchanged" => "Looked at the record again",
        "record.refused" => "Was refused the record",
        "section.opened" => "Opened a section",
        "item.opened" => "Opened the details of an item",
        "resource.read" => "Read the original data of an item",
        "relationship.claimed" => "Claimed a relationship",
        "access-log.opened" | "access_log.opened" => "Read this access log",
        "person.found" | "people.searched" => "Found the person in a search",
        other => other,
    }
}

/// The detail in words: a section's id becomes its heading, a reason stays as it was written.
pub(super) fn detail_words(action: &str, detail: Option<&str>) -> String {
    match (action, detail) {
        (_, None) => "None".to_owned(),
        ("section.opened", Some(detail)) => {
            SectionId::from_id(detail).map_or_else(|| detail.to_owned(), |section| section.title().to_owned())
        }
        ("relationship.claimed", Some(reason)) => format!("Reason given: {reason}"),
        (_, Some(detail)) => detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_logged_is_read_in_words() {
        assert_eq!(action_words("record.opened"), "Opened the record");
        assert_eq!(action_words("something.new"), "something.new");
        assert_eq!(detail_words("section.opened", Some("care-plans")), "Care plans and goals");
        assert_eq!(detail_words("relationship.claimed", Some("In clinic")), "Reason given: In clinic");
        assert_eq!(detail_words("record.opened", None), "None", "a cell is never empty");
    }
}
