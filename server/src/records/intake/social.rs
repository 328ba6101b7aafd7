//! Family history and questionnaires: the person's context, in their own and their family's words.

use commonweal_shared::records::{LinkKind, SectionId};

use super::codes::words;
use super::draft::Draft;
use super::json::Node;

/// FamilyMemberHistory.
pub(super) fn family_history(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Social;
    let who = words(node.get("relationship")).unwrap_or_else(|| "Relative".to_owned());
    let conditions: Vec<String> = node
        .get("condition")
        .items()
        .iter()
        .filter_map(|condition| {
            let name = words(condition.get("code"))?;
            let mut more: Vec<String> = Vec::new();
            more.extend(draft.plain(condition.choice("onset").1, "onset", 0).map(|onset| format!("onset {onset}")));
            more.extend(words(condition.get("outcome")));
            more.extend(condition.get("note").items().iter().filter_map(|note| draft.annotation(note)));
            Some(if more.is_empty() { name } else { format!("{name} ({})", more.join("; ")) })
        })
        .collect();
    draft.item.title = if conditions.is_empty() {
        format!("Family history: {who}")
    } else {
        format!("Family history: {who}, {}", conditions.join(", "))
    };
    draft.item.when = draft.date(node.get("date"), "Date");
    draft.author(&[node.get("recorder"), node.get("asserter")]);
    draft.leftovers(&["relationship", "condition", "date"]);
}

/// QuestionnaireResponse: each question with its answer, in order.
pub(super) fn questionnaire(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Social;
    let named = node.get("questionnaire").get("display").text().or_else(|| node.extension(&["display"]).text());
    draft.item.title = named.unwrap_or("Questionnaire").to_owned();
    draft.item.when = draft.date(node.get("authored"), "Answered");
    draft.encounter();
    draft.author(&[node.get("author"), node.get("source")]);
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    questions(draft, node.get("item"), 0);
    draft.leftovers(&[
        "questionnaire",
        "authored",
        "encounter",
        "context",
        "author",
        "source",
        "basedOn",
        "item",
        "partOf",
    ]);
}

fn questions<'a>(draft: &mut Draft<'_, 'a>, items: &Node<'a>, depth: usize) {
    // Deeper than any form is nested.
    if depth > 20 {
        return;
    }
    for item in items.items() {
        let question = item.get("text").text().or_else(|| item.get("linkId").text()).unwrap_or("Question").to_owned();
        let answers: Vec<String> =
            item.get("answer").items().iter().filter_map(|answer| draft.plain(answer.value(), "value", 0)).collect();
        draft.fact(&question, (!answers.is_empty()).then(|| answers.join(", ")));
        for answer in item.get("answer").items() {
            questions(draft, answer.get("item"), depth + 1);
        }
        questions(draft, item.get("item"), depth + 1);
    }
}
