//! An item while it is being read: what every kind of resource has, and the tools for the rest.

use std::fmt::Write as _;

use commonweal_shared::ids::{IntakeId, OdsCode, ResourceId};
use commonweal_shared::records::{Detail, Fact, Item, Label, Link, LinkKind, SectionId, Standing};
use commonweal_shared::time::{FhirDate, Moment};

use super::codes::{Degraded, concept, in_words};
use super::json::Node;
use super::labels;
use super::once::add_once;
use super::people::describe;
use super::resolve::{Book, Found};
use super::words;

/// Who sent it, in which arrival, and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadContext {
    /// Who sent it.
    pub source: OdsCode,
    /// The arrival.
    pub intake: IntakeId,
    /// When it came.
    pub received: Moment,
}

/// An item while it is being read.
pub(super) struct Draft<'b, 'a> {
    /// What it has become so far.
    pub(super) item: Item,
    /// The resource.
    pub(super) node: &'b Node<'a>,
    /// The resource that contains it, or itself.
    pub(super) container: &'b Node<'a>,
    /// The entry that it stands in.
    pub(super) page: usize,
    /// Everything that it may refer to.
    pub(super) book: &'b Book<'a>,
}

impl<'b, 'a> Draft<'b, 'a> {
    /// Begins with what every resource has.
    pub(super) fn begin(
        context: &ReadContext,
        book: &'b Book<'a>,
        place: Place<'b, 'a>,
        id: ResourceId,
        sha256: &[u8; 32],
    ) -> Self {
        let Place { node, container, page, kind } = place;
        let contained = !std::ptr::eq(node, container);
        let local = node.get("id").scalar();
        let mut fingerprint = String::with_capacity(16);
        for byte in &sha256[..8] {
            let _ = write!(fingerprint, "{byte:02x}");
        }
        let item = Item {
            id,
            source: context.source.clone(),
            intake: context.intake,
            received: context.received,
            last_seen: context.received,
            resource_type: kind.to_owned(),
            reference: local.map(|id| if contained { format!("#{id}") } else { format!("{kind}/{id}") }),
            identity: None,
            fingerprint,
            standing: Standing::Row,
            section: SectionId::Other,
            restricted: labels::restricted(node) || labels::restricted(container),
            title: words::label(kind),
            wording: None,
            codes: Vec::new(),
            when: None,
            until: None,
            recorded: None,
            author: None,
            organisation: None,
            status: None,
            labels: Vec::new(),
            notes: Vec::new(),
            detail: Detail::Plain,
            facts: Vec::new(),
            links: Vec::new(),
        };
        let mut draft = Self { item, node, container, page, book };
        draft.common();
        draft
    }

    fn common(&mut self) {
        let node = self.node;
        if labels::nopat(node) || labels::nopat(self.container) {
            self.label(Label::Nopat);
        }
        self.item.status = node.any(&["status", "lifecycleStatus"]).text().map(str::to_owned);
        for label in labels::of_status(node) {
            self.label(label);
        }
        for note in node.get("note").items() {
            if let Some(text) = self.annotation(note) {
                self.item.notes.push(text);
            }
        }
        if let Some(comment) = node.get("comment").text() {
            self.item.notes.push(comment.to_owned());
        }
    }

    /// An Annotation with its author and time, where it has them; or a plain text.
    pub(super) fn annotation(&self, note: &Node<'a>) -> Option<String> {
        let text = note.get("text").text().or_else(|| note.text())?;
        let author =
            self.name(note.get("authorReference")).or_else(|| note.get("authorString").text().map(str::to_owned));
        let time = note.get("time").text().map(words::date);
        let by: Vec<String> = [author, time].into_iter().flatten().collect();
        Some(if by.is_empty() { text.to_owned() } else { format!("{text} ({})", by.join(", ")) })
    }

    /// Makes it belong to others, listed in a group with this heading.
    pub(super) fn context(&mut self, section: SectionId, group: &str) {
        self.item.section = section;
        self.item.standing = Standing::Context { group: group.to_owned() };
    }

    /// Adds a label once.
    pub(super) fn label(&mut self, label: Label) {
        if !self.item.labels.contains(&label) {
            self.item.labels.push(label);
        }
    }

    /// True when its source took it back.
    pub(super) fn entered_in_error(&self) -> bool {
        self.item.labels.contains(&Label::EnteredInError)
    }

    /// Adds a fact, where there is a value; the same one is not said twice.
    pub(super) fn fact(&mut self, label: &str, value: impl Into<Option<String>>) {
        let Some(value) = value.into().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()) else {
            return;
        };
        let fact = Fact { label: label.to_owned(), value };
        add_once(&mut self.item.facts, fact);
    }

    /// Adds a fact whose value is a code, written as words.
    pub(super) fn code_fact(&mut self, label: &str, node: &Node<'_>) {
        self.fact(label, node.text().map(in_words));
    }

    /// Takes title, wording and codes from a concept; true when it gave a title.
    pub(super) fn title(&mut self, node: &Node<'_>) -> Option<Degraded> {
        let concept = concept(node);
        if let Some(title) = concept.title {
            self.item.title = title;
            if concept.text_only {
                self.label(Label::TextOnly);
            }
        }
        if concept.degraded.is_some() {
            self.label(Label::Degraded);
        }
        self.item.wording = concept.wording;
        self.item.codes = concept.codes;
        self.fact("Also worded", concept.also_worded);
        concept.degraded
    }

    /// Takes the title from a concept without saying that it came without a code: for kinds that
    /// are rarely coded (contacts, documents, specimens).
    pub(super) fn plain_title(&mut self, node: &Node<'_>) -> bool {
        let before = self.item.labels.contains(&Label::TextOnly);
        let stated = concept(node).title.is_some();
        if stated {
            self.title(node);
        }
        if !before {
            self.item.labels.retain(|label| *label != Label::TextOnly);
        }
        stated
    }

    /// Reads a date; one that can't be read is kept as a fact under this label.
    pub(super) fn date(&mut self, node: &Node<'_>, label: &str) -> Option<FhirDate> {
        if node.is_null() {
            return None;
        }
        let received = node.scalar();
        if let Some(date) = node.text().and_then(|text| FhirDate::parse(text).ok()) {
            return Some(date);
        }
        self.label(Label::BadDate);
        let received = received.map_or_else(|| format!("{}, not a date", node.kind()), str::to_owned);
        self.fact(&format!("{label}, as received"), received);
        None
    }

    /// Follows a Reference.
    pub(super) fn find(&self, reference: &Node<'a>) -> Option<Found<'b, 'a>> {
        let text = reference.get("reference").text().or_else(|| reference.text())?;
        self.book.find(self.container, text)
    }

    /// The name of what a Reference means, else the display that came with it.
    pub(super) fn name(&self, reference: &Node<'a>) -> Option<String> {
        let found = self.find(reference).and_then(|found| describe(self.book, self.container, &found));
        found.or_else(|| reference.get("display").text().map(str::to_owned))
    }

    /// Adds links to everything that is referred to; a reference that can't be followed, and says
    /// nothing in words either, is labelled.
    pub(super) fn link(&mut self, kind: LinkKind, references: &Node<'a>) {
        for reference in references.items() {
            let Some(text) = reference.get("reference").text() else { continue };
            let text = text.to_owned();
            match self.book.find(self.container, &text) {
                Some(found) => {
                    let id = self.book.id(&found).or_else(|| self.book.contained_id(self.page, &text));
                    if let Some(to) = id.filter(|id| *id != self.item.id) {
                        add_once(&mut self.item.links, Link { kind, to });
                    }
                }
                None => self.not_found(reference, &text),
            }
        }
    }

    /// A reference that can't be followed: a sentence in its place is for the reader; without a display it is labelled.
    fn not_found(&mut self, reference: &Node<'a>, text: &str) {
        if text.contains(' ') {
            self.fact("The source says", text.to_owned());
        }
        if reference.get("display").is_null() {
            self.label(Label::BadReference);
        }
    }

    /// The encounter: `encounter` in R4, `context` in STU3, an extension on allergies.
    pub(super) fn encounter(&mut self) {
        let node = self.node;
        let places = [
            node.get("encounter"),
            node.get("context"),
            node.get("context").get("encounter"),
            node.extension(&["associatedEncounter"]),
        ];
        for place in places {
            self.link(LinkKind::Encounter, place);
        }
    }

    /// The identifier by which its source knows it between arrivals; never a person's number.
    pub(super) fn identity(&mut self) {
        let identifiers = self.node.get("identifier").items().iter();
        self.item.identity = identifiers.into_iter().find_map(|identifier| {
            let system = identifier.get("system").text().unwrap_or_default();
            let value = identifier.get("value").scalar()?;
            (!super::patient::is_nhs_number_system(system)).then(|| format!("{system}|{value}"))
        });
    }
}

/// Where a resource stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'b, 'a> {
    /// The resource.
    pub(super) node: &'b Node<'a>,
    /// The resource that contains it, or itself.
    pub(super) container: &'b Node<'a>,
    /// The entry that it stands in.
    pub(super) page: usize,
    /// Its type.
    pub(super) kind: &'b str,
}
