//! Who recorded or performed something, and in which organisation's name.

use commonweal_shared::records::LinkKind;

use super::draft::Draft;
use super::json::Node;

impl<'a> Draft<'_, 'a> {
    /// Author and organisation: the first of these references that gives each.
    pub(super) fn author(&mut self, candidates: &[&Node<'a>]) {
        for reference in candidates.iter().flat_map(|node| node.items()) {
            let found = self.find(reference);
            let kind = found.map_or_else(|| named_kind(reference), |found| found.kind.to_owned());
            match kind.as_str() {
                "Organization" | "HealthcareService" => self.set_organisation(reference),
                "PractitionerRole" => {
                    let Some(role) = found else {
                        self.set_author(reference);
                        continue;
                    };
                    self.set_author(role.node.get("practitioner"));
                    self.set_organisation(role.node.get("organization"));
                }
                "Location" => {}
                _ => self.set_author(reference),
            }
        }
    }

    fn set_author(&mut self, reference: &Node<'a>) {
        if self.item.author.is_none() {
            self.item.author = self.name(reference);
            self.link(LinkKind::Author, reference);
        }
    }

    fn set_organisation(&mut self, reference: &Node<'a>) {
        if self.item.organisation.is_none() {
            self.item.organisation = self.name(reference);
            self.link(LinkKind::Organisation, reference);
        }
    }
}

/// The type that a reference names, as far as it can be told without following it.
fn named_kind(reference: &Node<'_>) -> String {
    let stated = reference.get("type").text();
    let text = reference.get("reference").text().unwrap_or_default();
    stated.or_else(|| text.rsplit('/').nth(1)).unwrap_or_default().to_owned()
}
