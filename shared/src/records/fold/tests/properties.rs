//! Whatever the items are, the tally adds up, every resource can be reached, and nothing invents "none known".

use std::collections::HashSet;

use proptest::prelude::*;

use super::builders::*;
use crate::ids::ResourceId;
use crate::records::{
    Absence, Chart, Clearance, Detail, Item, Label, LinkKind, MedicinePart, Negation, Row, SectionId, Standing, fold,
};

const ITEMS: usize = 24;

prop_compose! {
    fn any_item()(
        source in 0..2usize, nth in 1..4u128, section in 0..SectionId::ALL.len(), standing in 0..6u8, title in 0..3u8,
        coded in any::<bool>(), restricted in prop::bool::weighted(0.15), identity in prop::option::of(0..4u8),
        when in prop::option::of(0..3u8), kind in 0..7u8, part in 0..3u8, current in any::<bool>(),
        wrong in prop::bool::weighted(0.1), same_bytes in prop::bool::weighted(0.1),
        links in prop::collection::vec((0..8u8, 0..ITEMS as u128), 0..4),
    ) -> Item {
        let mut made = item(0, ["ZZA01", "ZZB02"][source], nth, SectionId::ALL[section], &format!("Thing {title}"));
        made.standing = match standing {
            0 => Standing::Context { group: "Lists".into() },
            1 => Standing::Unreadable { reason: "broken".into() },
            _ => Standing::Row,
        };
        if matches!(made.standing, Standing::Context { .. }) {
            made.resource_type = ["List", "PractitionerRole", "Location", "Medication"][usize::from(kind) % 4].into();
        }
        if coded { made.codes = snomed(&format!("100{title}")); }
        made.restricted = restricted;
        made.identity = identity.map(|n| format!("sys|{n}"));
        made.when = when.and_then(|n| date(&format!("202{n}-01-01")));
        made.until = when.and_then(|n| date(&format!("202{n}-02-01")));
        if wrong { made.labels.push(Label::EnteredInError); }
        if same_bytes { made.fingerprint = "same".into(); }
        made.detail = match kind {
            0..3 => Detail::Medicine(medicine(
                [MedicinePart::Plan, MedicinePart::Issue, MedicinePart::Statement][usize::from(part)], current)),
            3 => Detail::Allergy(allergy(current)),
            _ => Detail::Plain,
        };
        made.links = links.into_iter().map(|(kind, to)| link(KINDS[usize::from(kind)], to)).collect();
        made
    }
}

const KINDS: [LinkKind; 8] = [
    LinkKind::BasedOn,
    LinkKind::BasedOn,
    LinkKind::Medication,
    LinkKind::Encounter,
    LinkKind::Lists,
    LinkKind::Practitioner,
    LinkKind::Organisation,
    LinkKind::Member,
];

fn items() -> impl Strategy<Value = Vec<Item>> {
    prop::collection::vec(any_item(), 0..ITEMS).prop_map(|mut items| {
        for (n, item) in items.iter_mut().enumerate() {
            item.id = id(n as u128);
        }
        items
    })
}

fn reached(chart: &Chart) -> Vec<ResourceId> {
    fn of_row(row: &Row, found: &mut Vec<ResourceId>) {
        found.push(row.id);
        found.extend(row.provenance.iter().map(|part| part.id));
        row.also.iter().for_each(|other| of_row(other, found));
    }
    let mut found = Vec::new();
    for section in &chart.sections {
        section.rows.iter().for_each(|row| of_row(row, &mut found));
        found.extend(section.groups.iter().flat_map(|group| &group.parts).map(|part| part.id));
    }
    found.extend(chart.unreadable.iter().map(|one| one.part.id));
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_tally_adds_up_and_everything_is_reached(items in items()) {
        let answers = vec![answer("ZZA01", 1, vec![]), answer("ZZB02", 2, vec![])];
        let given = input(answers, items);
        for clearance in Clearance::ALL {
            let chart = fold(&given, clearance);
            let visible: HashSet<ResourceId> = given.items.iter()
                .filter(|item| clearance == Clearance::Restricted || !item.restricted)
                .map(|item| item.id).collect();
            let found: HashSet<ResourceId> = reached(&chart).into_iter().collect();
            prop_assert_eq!(&found, &visible);
            prop_assert_eq!(chart.tally.received as usize, visible.len());
            prop_assert_eq!(chart.tally.received, chart.tally.shown + chart.tally.folded + chart.tally.unreadable);
            let rows = chart.sections.iter().flat_map(|section| &section.rows).map(|row| row.id);
            let distinct: HashSet<ResourceId> = rows.clone().collect();
            prop_assert_eq!(rows.count(), distinct.len(), "no resource speaks for two rows");
        }
    }

    #[test]
    fn no_input_without_a_statement_reaches_known_none(items in items()) {
        let chart = fold(&input(vec![answer("ZZA01", 1, vec![])], items), Clearance::Restricted);
        for section in &chart.sections {
            prop_assert_ne!(section.state, Absence::KnownNone);
            prop_assert!(section.sources.iter().all(|source| source.state != Absence::KnownNone));
        }
    }

    #[test]
    fn known_none_gives_way_to_any_active_allergy(active in any::<bool>()) {
        let mut none = item(1, "ZZA01", 1, SectionId::Allergies, "No known allergy");
        let mut negation = allergy(true);
        negation.negation = Some(Negation::All);
        none.detail = Detail::Allergy(negation);
        let mut other = item(2, "ZZB02", 1, SectionId::Allergies, "Latex");
        other.detail = Detail::Allergy(allergy(active));
        let chart = fold(&input(vec![answer("ZZA01", 1, vec![])], vec![none, other]), Clearance::General);
        let state = chart.section(SectionId::Allergies).expect("allergies").state;
        prop_assert_eq!(state, if active { Absence::Present } else { Absence::KnownNone });
    }

    #[test]
    fn the_same_items_in_another_order_give_the_same_chart(items in items(), seed in any::<u64>()) {
        let answers = vec![answer("ZZA01", 1, vec![]), answer("ZZB02", 2, vec![])];
        let mut shuffled = items.clone();
        let turn = if items.is_empty() { 0 } else { usize::try_from(seed % items.len() as u64).expect("small") };
        shuffled.rotate_left(turn);
        let one = fold(&input(answers.clone(), items), Clearance::Restricted);
        let other = fold(&input(answers, shuffled), Clearance::Restricted);
        prop_assert_eq!(one, other);
    }
}
