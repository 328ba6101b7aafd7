//! Reports of results, imaging studies, specimens.

use std::collections::HashMap;

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Detail, Label, LinkKind, Report, SectionId};

use super::codes::words;
use super::draft::Draft;
use super::json::Node;
use super::read::ReadItem;
use super::words;

/// DiagnosticReport.
pub(super) fn report(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Results;
    draft.title(node.get("code"));
    let period = node.get("effectivePeriod");
    draft.item.when = draft.date(node.get("effectiveDateTime"), "Date");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(period.get("start"), "From");
    }
    draft.item.until = draft.date(period.get("end"), "Until");
    draft.item.recorded = draft.date(node.get("issued"), "Issued");
    if draft.item.when.is_none() {
        draft.item.when.clone_from(&draft.item.recorded);
    }
    draft.link(LinkKind::Member, node.get("result"));
    draft.link(LinkKind::Specimen, node.get("specimen"));
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.link(LinkKind::Lists, node.get("imagingStudy"));
    let members = draft.item.links.iter().filter(|link| link.kind == LinkKind::Member).map(|link| link.to).collect();
    draft.item.detail =
        Detail::Report(Report { members, conclusion: node.get("conclusion").text().map(str::to_owned) });
    draft.fact("Conclusion", words(node.any(&["conclusionCode", "codedDiagnosis"])));
    draft.encounter();
    let stated = node.get("performer").items().iter();
    let actors =
        stated.map(|performer| if performer.get("actor").is_null() { performer } else { performer.get("actor") });
    performers(draft, actors.collect(), true);
    draft.fact("Category", words(node.get("category")));
    draft.leftovers(&[
        "code",
        "category",
        "effectiveDateTime",
        "effectivePeriod",
        "issued",
        "performer",
        "result",
        "specimen",
        "basedOn",
        "conclusion",
        "conclusionCode",
        "codedDiagnosis",
        "encounter",
        "context",
        "imagingStudy",
    ]);
}

/// Who performed it, and who else is named there.
///
/// One supplier names those who asked for a report and those who got it among its performers, with
/// their part in the name (hazard 12); they come after whoever made it.
pub(super) fn performers<'a>(draft: &mut Draft<'_, 'a>, mut actors: Vec<&Node<'a>>, all: bool) {
    let asked_or_got =
        |name: &str| ["MESSAGERECIPIENT", "ORDERINGPARTY"].iter().any(|part| name.to_uppercase().starts_with(part));
    actors.sort_by_cached_key(|actor| draft.name(actor).is_some_and(|name| asked_or_got(&name)));
    let makers = actors.iter().filter(|actor| !draft.name(actor).is_some_and(|name| asked_or_got(&name)));
    let makers: Vec<_> = makers.copied().collect();
    draft.author(if makers.is_empty() { &actors } else { &makers });
    for actor in actors {
        let name = draft.name(actor).filter(|name| {
            let said = [&draft.item.author, &draft.item.organisation];
            !said.into_iter().flatten().any(|known| known == name)
        });
        draft.fact("Also named as performer", name.filter(|name| all || !asked_or_got(name)));
    }
}

/// ImagingStudy; the images themselves are not fetched.
pub(super) fn imaging(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.item.section = SectionId::Results;
    let series = || node.get("series").items().iter();
    let modality = series().find_map(|series| words(series.get("modality"))).or_else(|| words(node.get("modality")));
    let site = series().find_map(|series| words(series.get("bodySite")));
    if !draft.plain_title(node.get("procedureCode")) {
        draft.item.title = match (node.get("description").text(), modality.as_deref(), site.as_deref()) {
            (Some(description), _, _) => description.to_owned(),
            (None, Some(modality), Some(site)) => format!("{modality}, {site}"),
            (None, Some(modality), None) => modality.to_owned(),
            (None, None, _) => "Imaging study".to_owned(),
        };
    }
    draft.item.when = draft.date(node.get("started"), "Started");
    draft.fact("Modality", modality);
    draft.fact("Body site", site);
    let titles =
        series().flat_map(|series| series.get("instance").items()).filter_map(|instance| instance.get("title").text());
    for title in titles {
        draft.fact("Image", title.to_owned());
    }
    draft.encounter();
    draft.link(LinkKind::BasedOn, node.get("basedOn"));
    draft.author(&[node.get("interpreter"), node.get("referrer")]);
    draft.leftovers(&["series", "started", "encounter", "context", "procedureCode", "modality", "basedOn", "endpoint"]);
}

/// Specimen: what results were made from.
pub(super) fn specimen(draft: &mut Draft<'_, '_>) {
    let node = draft.node;
    draft.context(SectionId::Results, "Specimens");
    draft.plain_title(node.get("type"));
    let collection = node.get("collection");
    draft.item.when = draft.date(collection.get("collectedDateTime"), "Collected");
    if draft.item.when.is_none() {
        draft.item.when = draft.date(collection.get("collectedPeriod").get("start"), "Collected");
    }
    draft.item.recorded = draft.date(node.get("receivedTime"), "Received by the laboratory");
    draft.fact("Collected", collection.get("collectedDateTime").text().map(words::date));
    draft.fact("Received by the laboratory", node.get("receivedTime").text().map(words::date));
    draft.fact("Fasting", words(collection.extension(&["FastingStatus"])));
    draft.fact("Quantity", words::quantity_text(collection.get("quantity")));
    draft.fact("Body site", words(collection.get("bodySite")));
    draft.fact("Method", words(collection.get("method")));
    draft.fact("Laboratory number", node.get("accessionIdentifier").get("value").scalar().map(str::to_owned));
    draft.author(&[collection.get("collector")]);
    draft.leftovers(&["type", "collection", "receivedTime", "accessionIdentifier", "request", "parent"]);
}

/// Labels the whole of a report when any part of it is not for disclosure, and a problem together
/// with the event behind it (records.md 2.4).
pub(super) fn spread_nopat(items: &mut [ReadItem]) {
    let labelled = |item: &ReadItem| item.item.labels.contains(&Label::Nopat);
    if !items.iter().any(labelled) {
        return;
    }
    let by_id: HashMap<ResourceId, usize> = items.iter().enumerate().map(|(at, item)| (item.item.id, at)).collect();
    let whole = |kind: LinkKind| matches!(kind, LinkKind::Member | LinkKind::Specimen | LinkKind::ActualProblem);
    let parts: Vec<Vec<usize>> = items
        .iter()
        .map(|one| one.item.links.iter().filter(|link| whole(link.kind)))
        .map(|links| links.filter_map(|link| by_id.get(&link.to).copied()).collect())
        .collect();
    let mut wholes: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    for (at, parts) in parts.iter().enumerate() {
        parts.iter().for_each(|part| wholes[*part].push(at));
    }
    // Each resource is visited once on the way up, from what is labelled to what it is part of, and once on the way
    // down, from there to all parts; what is labelled on the way down begins a way up of its own.
    let is_root = |at: usize| {
        matches!(items[at].item.resource_type.as_str(), "DiagnosticReport" | "Observation" | "Condition")
            && !parts[at].is_empty()
    };
    let mut up: Vec<usize> = (0..items.len()).filter(|at| labelled(&items[*at])).collect();
    let (mut risen, mut spread) = (vec![false; items.len()], vec![false; items.len()]);
    while let Some(at) = up.pop() {
        if std::mem::replace(&mut risen[at], true) {
            continue;
        }
        up.extend(&wholes[at]);
        let mut down = if is_root(at) { vec![at] } else { Vec::new() };
        while let Some(at) = down.pop() {
            if !std::mem::replace(&mut spread[at], true) {
                down.extend(&parts[at]);
                up.push(at);
            }
        }
    }
    for (one, _) in items.iter_mut().zip(spread).filter(|(_, spread)| *spread) {
        if !one.item.labels.contains(&Label::Nopat) {
            one.item.labels.push(Label::Nopat);
            one.item.labels.sort_unstable();
        }
    }
}
