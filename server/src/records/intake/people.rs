//! People, teams, organisations and places; and the name of whatever a reference means.

use commonweal_shared::records::{LinkKind, SectionId};

use super::codes::{concept, words};
use super::draft::Draft;
use super::json::Node;
use super::patient::ods_code;
use super::resolve::{Book, Found};
use super::words;

/// What a resource is, in a few words: a name, or what it is about.
pub(super) fn describe<'a>(book: &Book<'a>, container: &Node<'a>, found: &Found<'_, 'a>) -> Option<String> {
    let node = found.node;
    match found.kind {
        "Practitioner" | "Patient" | "RelatedPerson" | "Person" => words::person_name(node.get("name")),
        "PractitionerRole" => {
            let follow = |key: &str| {
                let text = node.get(key).get("reference").text()?;
                // One step only: a role names people and organisations, and none of them names a role.
                let target = book.find(container, text).filter(|target| target.kind != "PractitionerRole")?;
                describe(book, container, &target)
            };
            follow("practitioner")
                .or_else(|| node.get("practitioner").get("display").text().map(str::to_owned))
                .or_else(|| follow("organization"))
        }
        "Organization" => organisation_name(node),
        "HealthcareService" | "Location" | "CareTeam" | "Device" => {
            node.get("name").text().map(str::to_owned).or_else(|| words(node.any(&["type", "category"])))
        }
        "DocumentReference" => node.get("description").text().map(str::to_owned).or_else(|| words(node.get("type"))),
        "Goal" => words(node.get("description")),
        "MedicationRequest" | "MedicationStatement" | "MedicationDispense" | "MedicationAdministration" => {
            let coded = concept(node.get("medicationCodeableConcept")).title;
            coded.or_else(|| {
                let text = node.get("medicationReference").get("reference").text()?;
                let drug = book.find(node, text).filter(|drug| drug.kind == "Medication")?;
                concept(drug.node.get("code")).title
            })
        }
        _ => concept(node.any(&["code", "vaccineCode", "type", "reasonCode"])).title,
    }
}

fn organisation_name(node: &Node<'_>) -> Option<String> {
    let name = node.get("name").text().map(str::to_owned);
    name.or_else(|| ods_code(node).map(|code| code.to_string()))
}

/// Patient as received; the banner is made of it elsewhere.
pub(super) fn patient(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.context(SectionId::People, "Person details as received");
    draft.item.title = words::person_name(node.get("name")).unwrap_or_else(|| "Person without a name".to_owned());
    for identifier in node.get("identifier").items() {
        let system = identifier.get("system").text().unwrap_or_default();
        if super::patient::is_nhs_number_system(system) {
            draft.fact("NHS number", identifier.get("value").scalar().map(str::to_owned));
            draft.fact("NHS number status", words(identifier.extension(&["NHSNumberVerificationStatus"])));
        }
    }
    draft.leftovers(&["active"]);
}

/// Practitioner.
pub(super) fn practitioner(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::People;
    draft.item.title =
        words::person_name(node.get("name")).unwrap_or_else(|| "Practitioner, name not received".to_owned());
    registrations(draft);
    draft.leftovers(&["name", "active", "meta"]);
}

fn registrations(draft: &mut Draft<'_, '_>) {
    let known = [
        ("/gmc-number", "GMC number"),
        ("/gmp-number", "GMP number"),
        ("/nmc-number", "NMC number"),
        ("/gphc-number", "GPhC number"),
        ("/hcpc-number", "HCPC number"),
        ("/sds-user-id", "SDS user"),
    ];
    for identifier in draft.node.get("identifier").items() {
        let system = identifier.get("system").text().unwrap_or_default();
        if let Some((_, label)) = known.iter().find(|(ending, _)| system.ends_with(ending)) {
            draft.fact(label, identifier.get("value").scalar().map(str::to_owned));
        }
    }
}

/// PractitionerRole: what somebody does for whom.
pub(super) fn role(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.context(SectionId::People, "Roles");
    let role = words(node.get("code"));
    let person = draft.name(node.get("practitioner"));
    draft.item.title = match (&role, &person) {
        (Some(role), Some(person)) => format!("{person}, {role}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => "Role not stated".to_owned(),
    };
    draft.link(LinkKind::Practitioner, node.get("practitioner"));
    draft.link(LinkKind::Organisation, node.get("organization"));
    draft.link(LinkKind::Location, node.get("location"));
    draft.item.organisation = draft.name(node.get("organization"));
    draft.leftovers(&["practitioner", "organization", "code", "active"]);
}

/// Organization; one that is an id and nothing else says so.
pub(super) fn organisation(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::People;
    draft.item.title = organisation_name(node).unwrap_or_else(|| "Organisation, name not received".to_owned());
    draft.fact("ODS code", ods_code(node).map(|code| code.to_string()));
    for identifier in node.get("identifier").items() {
        if identifier.get("system").text().is_some_and(|system| system.ends_with("/ods-site-code")) {
            draft.fact("ODS site code", identifier.get("value").scalar().map(str::to_owned));
        }
    }
    draft.link(LinkKind::Organisation, node.get("partOf"));
    draft.link(LinkKind::Location, node.extension(&["MainLocation"]));
    draft.leftovers(&["name", "active"]);
}

/// CareTeam with its members.
pub(super) fn care_team(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::People;
    let named = node.get("name").text().map(str::to_owned).or_else(|| words(node.get("category")));
    draft.item.title = named.unwrap_or_else(|| "Care team".to_owned());
    draft.item.when = draft.date(node.get("period").get("start"), "Start");
    draft.item.until = draft.date(node.get("period").get("end"), "End");
    for participant in node.get("participant").items() {
        let name = draft.name(participant.get("member"));
        let role = words(participant.get("role"));
        let period = words::period(participant.get("period"));
        let more: Vec<String> = [role, period].into_iter().flatten().collect();
        draft.fact(
            "Member",
            name.map(|name| if more.is_empty() { name } else { format!("{name} ({})", more.join("; ")) }),
        );
        draft.link(LinkKind::Lists, participant.get("member"));
    }
    draft.author(&[node.get("managingOrganization")]);
    draft.link(LinkKind::Concerns, node.get("reasonReference"));
    draft.leftovers(&["name", "category", "period", "participant", "managingOrganization", "encounter", "context"]);
}

/// RelatedPerson: family, carers.
pub(super) fn related_person(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::People;
    let name = words::person_name(node.get("name"));
    let relationship = words(node.get("relationship"));
    draft.item.title = match (name, relationship) {
        (Some(name), Some(relationship)) => format!("{name} ({relationship})"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "Related person, name not received".to_owned(),
    };
    draft.item.when = draft.date(node.get("period").get("start"), "Start");
    draft.item.until = draft.date(node.get("period").get("end"), "End");
    draft.leftovers(&["name", "relationship", "active", "period"]);
}

/// HealthcareService.
pub(super) fn service(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::People;
    let named = node.get("name").text().map(str::to_owned).or_else(|| words(node.any(&["type", "category"])));
    draft.item.title = named.unwrap_or_else(|| "Service, name not received".to_owned());
    draft.link(LinkKind::Organisation, node.get("providedBy"));
    draft.link(LinkKind::Location, node.get("location"));
    draft.leftovers(&["name", "active"]);
}

/// Location.
pub(super) fn location(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.context(SectionId::People, "Locations");
    draft.item.title = node.get("name").text().unwrap_or("Place, name not received").to_owned();
    draft.link(LinkKind::Organisation, node.get("managingOrganization"));
    draft.leftovers(&["name"]);
}
