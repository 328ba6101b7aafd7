//! The button that opens a row's details: the row's title is it.

use commonweal_shared::display::MedicineLine;
use commonweal_shared::display::text::one_line;
use commonweal_shared::records::{Detail, Row};

use crate::records::markup::{Element, Node, el};

/// The title of a row as the button that opens its details.
pub(crate) fn opener(row: &Row) -> Element {
    let element = el("button").class("cw-open").attr("type", "button").attr("data-open", row.id.to_string());
    match &row.detail {
        Detail::Medicine(medicine) => {
            element.add(medicine_text(&row.title, medicine.dose.as_deref(), medicine.route.as_deref()))
        }
        _ => element.add(one_line(&row.title)),
    }
}

/// A medicine's line (rules M1 to M12): breaks between attributes only, bold where the rules say.
pub(crate) fn medicine_text(title: &str, dose: Option<&str>, route: Option<&str>) -> Node {
    let line = MedicineLine { route: route.map(str::to_owned), ..MedicineLine::as_recorded(title, dose) };
    let attributes = line.attributes().into_iter().map(|attribute| {
        let runs = attribute.runs.into_iter().map(|run| {
            let text: Node = run.text.into();
            if run.bold { el("b").add(text).into() } else { text }
        });
        el("span").class("cw-attribute").all(runs)
    });
    el("span").class("cw-medicine").all(attributes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m2_m3_the_line_has_its_attributes_in_order() {
        let node = medicine_text("Amlodipine 5mg tablets", Some("One a day"), Some("oral"));
        assert_eq!(node.text(), "Amlodipine 5mg tablets — DOSE One a day — oral");
    }
}
