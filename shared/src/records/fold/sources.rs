//! The strip of sources above the record.

use std::collections::HashMap;

use crate::ids::OdsCode;
use crate::records::{Answer, FoldInput, Item, SectionChart, Source, Standing};
use crate::system::Organisation;

pub(super) fn names(organisations: &[Organisation]) -> HashMap<OdsCode, String> {
    organisations.iter().map(|organisation| (organisation.code.clone(), organisation.name.clone())).collect()
}

/// Every organisation that sent something, and every one that is expected to and did not.
pub(super) fn strip(input: &FoldInput, visible: &[&Item], sections: &[SectionChart]) -> Vec<Source> {
    let mut organisations: Vec<&Organisation> = input
        .organisations
        .iter()
        .filter(|one| one.sends_records || input.answers.iter().any(|answer| answer.source == one.code))
        .collect();
    organisations
        .sort_by(|a, b| (a.setting.is_none(), order(a), &a.name).cmp(&(b.setting.is_none(), order(b), &b.name)));
    organisations.into_iter().map(|organisation| source(organisation, input, visible, sections)).collect()
}

/// The order of the settings in lists, not of their declaration.
fn order(organisation: &Organisation) -> usize {
    let all = crate::system::CareSetting::ALL;
    all.iter().position(|setting| Some(*setting) == organisation.setting).unwrap_or(all.len())
}

fn source(organisation: &Organisation, input: &FoldInput, visible: &[&Item], sections: &[SectionChart]) -> Source {
    let code = &organisation.code;
    let answers: Vec<&Answer> = input.answers.iter().filter(|answer| &answer.source == code).collect();
    let latest = answers.iter().max_by_key(|answer| (answer.received, answer.intake));
    let warnings = latest.map(|answer| answer.warnings.clone()).unwrap_or_default();
    let of_sections = || sections.iter().flat_map(|section| &section.sources).filter(|section| &section.source == code);
    let said = || warnings.iter().chain(of_sections().flat_map(|section| &section.warnings));
    let own = || visible.iter().filter(|item| &item.source == code);
    let hides = input.items.len() > visible.len()
        && input.items.iter().filter(|item| &item.source == code).count() > own().count();
    Source {
        code: code.clone(),
        name: organisation.name.clone(),
        setting: organisation.setting,
        received: latest.map(|answer| answer.received),
        as_of: answers.iter().filter_map(|answer| answer.as_of.clone()).max(),
        withholds: hides || said().any(|warning| warning.code.withholds()),
        partial: said().any(|warning| warning.code.partial()),
        items: count(own().count()),
        unreadable: count(own().filter(|item| matches!(item.standing, Standing::Unreadable { .. })).count()),
        warnings,
    }
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
