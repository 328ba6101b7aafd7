//! What was planted in the synthetic people for training is in their charts, where a careful reader would find it.

use std::collections::BTreeMap;

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Chart, Code, Row, SectionChart, SectionId};
use commonweal_tests::{resources, run};
use commonweal_training::{Item, people};

use crate::demo::demo;

/// Our UUIDs by the source's code and the reference as received.
fn by_reference(chart: &Chart) -> BTreeMap<(String, String), Vec<ResourceId>> {
    let mut found: BTreeMap<(String, String), Vec<ResourceId>> = BTreeMap::new();
    for (id, behind) in resources(chart) {
        let reference = behind.reference.unwrap_or_default();
        found.entry((behind.source.as_str().to_owned(), reference)).or_default().push(id);
    }
    found
}

/// Whether the row is made of this resource, or holds it.
fn holds(row: &Row, ids: &[ResourceId]) -> bool {
    row.provenance.iter().any(|part| ids.contains(&part.id)) || row.also.iter().any(|other| holds(other, ids))
}

/// The UUIDs of an item; of a resource inside a list those whose reference is its id alone.
fn ids(known: &BTreeMap<(String, String), Vec<ResourceId>>, item: &Item) -> Vec<ResourceId> {
    let reference = item.resource.split_once('#').map_or(item.resource.clone(), |(_, inner)| format!("#{inner}"));
    known.get(&(item.source.clone(), reference)).cloned().unwrap_or_default()
}

/// Whether the chart shows one of these, in a row or in a group.
fn shows(section: &SectionChart, ids: &[ResourceId]) -> bool {
    let grouped = section.groups.iter().flat_map(|group| &group.parts).any(|part| ids.contains(&part.id));
    grouped || section.rows.iter().any(|row| holds(row, ids))
}

#[test]
fn every_planted_hazard_can_be_found_in_its_section() {
    run(async {
        let demo = demo().await;
        let mut missing = Vec::new();
        let mut checked = 0;
        for person in people() {
            let chart = demo.chart(person.slug);
            let known = by_reference(chart);
            for hazard in &person.about.hazards {
                let section = SectionId::from_id(&hazard.section).expect("a section of the record");
                let section = chart.section(section).expect("always there");
                let items: Vec<&Item> = hazard.items.iter().filter(|item| item.resource != "Bundle").collect();
                for item in &items {
                    checked += 1;
                    let ids = ids(&known, item);
                    if ids.is_empty() || !chart.sections.iter().any(|section| shows(section, &ids)) {
                        missing.push(format!("{}: {item:?} is not in the chart", hazard.id));
                    }
                }
                // A hazard may lie between two sections; it is named after the one in which it shows.
                if !items.is_empty() && !items.iter().any(|item| shows(section, &ids(&known, item))) {
                    missing.push(format!("{}: nothing of it is in {}", hazard.id, hazard.section));
                }
            }
        }
        assert!(checked > 20, "only {checked} items were looked for");
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    });
}

/// The version of a row that one of these resources speaks for, and its first code.
fn first_code<'a>(row: &'a Row, ids: &[ResourceId]) -> Option<&'a Code> {
    if ids.contains(&row.id) { row.codes.first() } else { row.also.iter().find_map(|other| first_code(other, ids)) }
}

#[test]
fn what_several_organisations_coded_alike_is_one_row() {
    run(async {
        let demo = demo().await;
        let (mut joined, mut apart) = (0, Vec::new());
        for person in people() {
            let chart = demo.chart(person.slug);
            let known = by_reference(chart);
            let rows: Vec<&Row> = chart.sections.iter().flat_map(|section| &section.rows).collect();
            for fact in &person.about.duplicates {
                let items: Vec<Vec<ResourceId>> = fact.items.iter().map(|item| ids(&known, item)).collect();
                let codes: Vec<Option<(&str, &str)>> = items
                    .iter()
                    .map(|ids| rows.iter().find_map(|row| first_code(row, ids)))
                    .map(|code| code.map(|code| (code.system.as_str(), code.code.as_str())))
                    .collect();
                let alike = codes[0].is_some() && codes.iter().all(|code| *code == codes[0]);
                let one_row = rows.iter().any(|row| items.iter().all(|ids| holds(row, ids)));
                joined += usize::from(one_row);
                if alike && !one_row {
                    apart.push(format!("{}: {}", person.slug, fact.says));
                }
                let lost = items.iter().filter(|ids| !rows.iter().any(|row| holds(row, ids))).count();
                assert_eq!(lost, 0, "{}: {}: both stay to be read", person.slug, fact.says);
            }
        }
        assert!(apart.is_empty(), "{}", apart.join("\n"));
        assert!(joined >= 6, "only {joined} facts became one row");
    });
}

#[test]
fn what_organisations_disagree_on_is_all_there() {
    run(async {
        let demo = demo().await;
        let mut missing = Vec::new();
        for person in people() {
            let chart = demo.chart(person.slug);
            let known = by_reference(chart);
            for fact in &person.about.contradictions {
                for item in &fact.items {
                    let ids = ids(&known, item);
                    if ids.is_empty() || !chart.sections.iter().any(|section| shows(section, &ids)) {
                        missing.push(format!("{}: {}: {item:?}", person.slug, fact.says));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    });
}
