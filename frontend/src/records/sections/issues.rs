//! The issues of a medicine's plan, and the facts that only medicines have.

use commonweal_shared::display::text::one_line;
use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Issue, Medicine, MedicinePart};

use crate::records::markup::{Element, Node, el};
use crate::records::model::medicine;
use crate::records::pieces::{FactList, Show, dated, label_tags};

/// The issues of the plan that this resource speaks for.
pub(super) fn issues_of(show: Show<'_>, id: ResourceId) -> Option<Node> {
    let row = show.record.row_at(show.record.find(id)?);
    Some(issues_table(show, medicine(row)?).into())
}

/// Every issue, newest first; one that lies ahead says so.
pub(crate) fn issues_table(show: Show<'_>, medicine: &Medicine) -> Element {
    let row = |issue: &Issue| {
        let ahead = issue.when.as_ref().is_some_and(|when| when.sort_key() > show.record.now.as_micros());
        let future = ahead.then(|| el("span").class("cw-label").add("Future"));
        let dose = issue.dose.as_deref().map_or_else(|| "As in the plan".to_owned(), one_line);
        el("tr")
            .class("cw-row")
            .attr("data-resource", issue.id.to_string())
            .add(el("td").add(dated(issue.when.as_ref())).maybe(future).all(label_tags(&issue.labels)))
            .add(el("td").add(issue.quantity.clone().unwrap_or_else(|| "Not recorded".to_owned())))
            .add(
                el("td")
                    .add(dose)
                    .all(issue.notes.iter().map(|note| el("p").class("cw-notes__note").add(note.clone()))),
            )
            .add(el("td").add(issue.author.clone().unwrap_or_else(|| "Not recorded".to_owned())))
    };
    let heads = ["Issued", "Quantity", "Dose", "By"].map(|words| el("th").attr("scope", "col").add(words));
    el("table")
        .class("cw-grid cw-grid--issues")
        .add(el("caption").class("cw-detail__heading").add(format!("Issues ({})", medicine.issues.len())))
        .add(el("thead").add(el("tr").all(heads)))
        .add(el("tbody").all(medicine.issues.iter().map(row)))
}

/// What only medicines have, as labels and values.
pub(crate) fn medicine_facts(facts: FactList, medicine: &Medicine) -> FactList {
    let part = match medicine.part {
        MedicinePart::Plan => "Plan or request",
        MedicinePart::Issue => "Issue without its plan",
        MedicinePart::Statement => "Statement",
    };
    let date = |date: &Option<commonweal_shared::time::FhirDate>| date.as_ref().map(|date| dated(Some(date)));
    facts
        .add("Dose as written", medicine.dose.clone().unwrap_or_else(|| "Not recorded".to_owned()))
        .maybe("Route", medicine.route.clone())
        .maybe("Quantity", medicine.quantity.clone())
        .add("How prescribed", medicine.group.words())
        .add("What this is", part)
        .maybe("Issues made", medicine.issues_made.map(|made| made.to_string()))
        .maybe("Issues allowed", medicine.issues_allowed.map(|allowed| allowed.to_string()))
        .maybe("Last issue", date(&medicine.last_issue))
        .maybe("Authorised until", date(&medicine.expires))
        .maybe("Dose changed", date(&medicine.dose_changed))
        .maybe("Stopped", date(&medicine.stopped))
        .maybe("Why it was stopped", medicine.stop_reason.clone())
        .maybe("Prescribed at", medicine.prescribed_at.clone())
}
