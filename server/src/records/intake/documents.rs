//! Letters and other documents. Nothing is fetched: what did not come along is unavailable.

use commonweal_shared::records::{Detail, Document, Label, LinkKind, SectionId};

use super::codes::words;
use super::draft::Draft;
use super::json::Node;
use super::words;

/// DocumentReference.
pub(super) fn reference(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Documents;
    let attachments: Vec<&Node<'_>> =
        node.get("content").items().iter().map(|content| content.get("attachment")).collect();
    let typed = draft.plain_title(node.get("type"));
    let file_title = attachments.iter().find_map(|attachment| attachment.get("title").text());
    if let Some(description) = node.get("description").text() {
        let kind = typed.then(|| draft.item.title.clone());
        draft.fact("Type", kind.filter(|kind| kind != description));
        draft.item.title = description.to_owned();
    } else if !typed {
        draft.item.title = file_title.unwrap_or("Document without a title").to_owned();
    }
    let shown = draft.item.title.clone();
    draft.fact("File", file_title.filter(|title| *title != shown).map(str::to_owned));
    let created = attachments.iter().map(|attachment| attachment.get("creation")).find(|date| !date.is_null());
    draft.item.when = draft.date(node.any(&["created", "date"]), "Created");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(created.unwrap_or(&Node::Null), "Created");
    }
    draft.item.recorded = draft.date(node.get("indexed"), "Indexed");
    let inline = attachments.iter().any(|attachment| inline(draft, attachment));
    if !inline {
        draft.label(Label::AttachmentUnavailable);
    }
    let first = attachments.first().copied().unwrap_or(&Node::Null);
    draft.item.detail = Detail::Document(Document {
        content_type: first.get("contentType").text().map(str::to_owned),
        size: first.get("size").scalar().and_then(|size| size.parse().ok()),
        inline,
    });
    let context = node.get("context");
    draft.encounter();
    draft.author(&[node.get("author"), node.get("authenticator"), node.get("custodian")]);
    draft.fact("Care setting", words(context.get("practiceSetting")));
    draft.fact("Facility", words(context.get("facilityType")));
    draft.fact("Event", words(context.get("event")));
    draft.fact("Covers", words::period(context.get("period")));
    draft.link(LinkKind::Concerns, context.get("related"));
    draft.fact("Category", words(node.any(&["category", "class"])));
    draft.leftovers(&[
        "type",
        "description",
        "content",
        "created",
        "date",
        "indexed",
        "context",
        "author",
        "custodian",
        "category",
        "class",
        "masterIdentifier",
        "relatesTo",
    ]);
}

/// Whether the document's own bytes are in the bundle: as data, or as a Binary or contained resource.
fn inline(draft: &Draft<'_, '_>, attachment: &Node<'_>) -> bool {
    if attachment.get("data").text().is_some() {
        return true;
    }
    let Some(url) = attachment.get("url").text() else { return false };
    let found = draft.book.find(draft.container, url);
    found.is_some_and(|found| !found.node.any(&["data", "content"]).is_null())
}

/// Composition: a document made of sections, each with its narrative.
pub(super) fn composition(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Documents;
    let typed = draft.plain_title(node.get("type"));
    if let Some(title) = node.get("title").text() {
        let kind = typed.then(|| draft.item.title.clone());
        draft.fact("Type", kind.filter(|kind| kind != title));
        draft.item.title = title.to_owned();
    }
    draft.item.when = draft.date(node.get("date"), "Date");
    if node.get("confidentiality").text().is_some_and(|code| matches!(code, "R" | "V")) {
        draft.item.restricted = true;
    }
    draft.author(&[node.get("author"), node.get("custodian")]);
    draft.encounter();
    let mut said = false;
    sections(draft, node.get("section"), 0, &mut said);
    draft.item.detail = Detail::Document(Document { content_type: None, size: None, inline: said });
    draft.leftovers(&[
        "type",
        "title",
        "date",
        "author",
        "custodian",
        "section",
        "encounter",
        "confidentiality",
        "relatesTo",
    ]);
}

fn sections<'a>(draft: &mut Draft<'_, 'a>, list: &Node<'a>, depth: usize, said: &mut bool) {
    if depth > 8 {
        return;
    }
    for section in list.items() {
        let title = section.get("title").text().map(str::to_owned).or_else(|| words(section.get("code")));
        let title = title.unwrap_or_else(|| "Section".to_owned());
        if let Some(div) = section.get("text").get("div").text() {
            let text = words::narrative(div);
            *said |= !text.is_empty();
            draft.fact(&title, text);
        }
        draft.fact(&format!("{title}: empty because"), words(section.get("emptyReason")));
        draft.link(LinkKind::Lists, section.get("entry"));
        sections(draft, section.get("section"), depth + 1, said);
    }
}
