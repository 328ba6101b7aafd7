//! Vaccines given, and not given.

use commonweal_shared::records::{LinkKind, SectionId};

use super::codes::{all_codes, concept, words};
use super::draft::Draft;
use super::words;

/// Immunization. `notGiven` and the status are read for every item, before anything else is shown.
pub(super) fn immunization(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Immunisations;
    let procedure = node.extension(&["VaccinationProcedure"]);
    let vaccine = node.get("vaccineCode");
    if concept(procedure).title.is_some() {
        draft.title(procedure);
        // A nullFlavor says that the product is not known, which its absence says as well.
        let null_flavor = vaccine.at(&["coding", "system"]).text().is_some_and(|system| system.ends_with("NullFlavor"));
        draft.fact("Vaccine product", words(vaccine).filter(|_| !null_flavor));
    } else {
        draft.title(vaccine);
    }
    draft.item.when = draft.date(node.any(&["occurrenceDateTime", "date"]), "Date");
    draft.fact("When, in words", node.get("occurrenceString").text().map(str::to_owned));
    let recorded = node.get("recorded");
    let recorded = if recorded.is_null() { node.extension(&["DateRecorded"]) } else { recorded };
    draft.item.recorded = draft.date(recorded, "Recorded");
    draft.encounter();
    let performers = || node.any(&["performer", "practitioner"]).items().iter();
    let administers = |role: &super::json::Node<'_>| all_codes(role).contains(&"AP");
    let mut ordered: Vec<_> = performers().collect();
    ordered.sort_by_key(|performer| !administers(performer.any(&["function", "role"])));
    let actors: Vec<_> = ordered.iter().map(|performer| performer.get("actor")).collect();
    draft.author(&actors);
    for performer in performers() {
        let name = draft.name(performer.get("actor"));
        let role = words(performer.any(&["function", "role"]));
        draft.fact(
            "Practitioner",
            name.map(|name| role.map_or_else(|| name.clone(), |role| format!("{name} ({role})"))),
        );
    }
    draft.fact("Reason not given", words(node.get("statusReason")));
    let explanation = node.get("explanation");
    draft.fact("Reason not given", words(explanation.get("reasonNotGiven")));
    draft.fact("Reason", words(explanation.get("reason")));
    draft.fact("Reason", words(node.any(&["reasonCode", "reason"])));
    draft.fact("Dose", words::quantity_text(node.get("doseQuantity")));
    draft.fact("Route", words(node.get("route")));
    draft.fact("Site", words(node.get("site")));
    draft.fact("Batch", node.get("lotNumber").scalar().map(str::to_owned));
    draft.fact("Batch expires", node.get("expirationDate").text().map(words::date));
    let maker = draft.name(node.get("manufacturer"));
    draft.fact("Manufacturer", maker);
    draft.link(LinkKind::Location, node.get("location"));
    for protocol in node.any(&["protocolApplied", "vaccinationProtocol"]).items() {
        let number =
            protocol.any(&["doseNumberPositiveInt", "doseNumberString", "doseSequence", "doseNumber"]).scalar();
        let of = protocol.any(&["seriesDosesPositiveInt", "seriesDosesString", "seriesDoses"]).scalar();
        draft.fact(
            "Dose in series",
            match (number, of) {
                (Some(number), Some(of)) => Some(format!("{number} of {of}")),
                (Some(number), None) => Some(number.to_owned()),
                (None, of) => of.map(|of| format!("of {of}")),
            },
        );
        draft.fact("Against", words(protocol.get("targetDisease")));
        draft.fact("Dose status", words(protocol.get("doseStatus")));
        draft.fact("Series", protocol.get("series").text().map(str::to_owned));
        draft.fact("Protocol", protocol.get("description").text().map(str::to_owned));
    }
    draft.leftovers(&[
        "vaccineCode",
        "occurrenceDateTime",
        "occurrenceString",
        "date",
        "recorded",
        "performer",
        "practitioner",
        "statusReason",
        "explanation",
        "reasonCode",
        "reason",
        "doseQuantity",
        "route",
        "site",
        "lotNumber",
        "expirationDate",
        "manufacturer",
        "protocolApplied",
        "vaccinationProtocol",
        "notGiven",
        "encounter",
        "VaccinationProcedure",
        "DateRecorded",
    ]);
}
