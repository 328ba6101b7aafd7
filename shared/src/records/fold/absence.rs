//! Absence: exactly one of five states for each section and source, then for the section as a whole (records.md 2).

use std::collections::{HashMap, HashSet};

use super::sources::count;
use crate::ids::{OdsCode, ResourceId};
use crate::records::{
    Absence, Answer, Clearance, Detail, FoldInput, Item, Label, Negation, SectionAnswer, SectionChart, SectionId,
    SourceSection, Standing, Warning, WarningCode,
};

/// Says the state of every section.
pub(super) fn with_states(
    mut sections: Vec<SectionChart>,
    input: &FoldInput,
    visible: &[&Item],
    clearance: Clearance,
) -> Vec<SectionChart> {
    let told = Told::new(input, visible);
    for section in &mut sections {
        section.sources =
            told.sources.iter().map(|source| told.source_section(source, section.id, clearance)).collect();
        section.state = combined(&section.sources);
    }
    sections
}

/// Worst news first: any present item shows; a statement that there are none counts only where nothing is present;
/// then what is withheld, then what was read and holds nothing, then what was not reached.
fn combined(sources: &[SourceSection]) -> Absence {
    [Absence::Present, Absence::KnownNone, Absence::Withheld, Absence::NoneRecorded]
        .into_iter()
        .find(|state| sources.iter().any(|source| source.state == *state))
        .unwrap_or(Absence::Unavailable)
}

/// Items that their source's newest answer to their section no longer holds.
pub(super) fn not_in_latest(answers: &[Answer], visible: &[&Item]) -> HashSet<ResourceId> {
    let mut newest: HashMap<(&OdsCode, SectionId), &Answer> = HashMap::new();
    for answer in answers {
        for section in SectionId::ALL {
            if answer.export || answer.sections.iter().any(|said| said.section == section) {
                let last = newest.entry((&answer.source, section)).or_insert(answer);
                if (answer.received, answer.intake) > (last.received, last.intake) {
                    *last = answer;
                }
            }
        }
    }
    visible
        .iter()
        .filter(|item| item.standing == Standing::Row && item.section != SectionId::People)
        .filter(|item| newest.get(&(&item.source, item.section)).is_some_and(|answer| item.last_seen < answer.received))
        .map(|item| item.id)
        .collect()
}

/// What each source's newest answers said.
struct Told<'a> {
    sources: Vec<&'a OdsCode>,
    answers: HashMap<&'a OdsCode, Vec<&'a Answer>>,
    counts: HashMap<(&'a OdsCode, SectionId), Counts>,
    hidden: HashMap<(&'a OdsCode, SectionId), bool>,
}

#[derive(Default, Clone, Copy)]
struct Counts {
    /// Rows that say something is there.
    positive: usize,
    /// Statements that there is nothing at all.
    none_at_all: usize,
    /// Everything of the section, contexts too.
    all: usize,
}

impl<'a> Told<'a> {
    fn new(input: &'a FoldInput, visible: &[&'a Item]) -> Self {
        let mut answers: HashMap<&OdsCode, Vec<&Answer>> = HashMap::new();
        for answer in &input.answers {
            answers.entry(&answer.source).or_default().push(answer);
        }
        for list in answers.values_mut() {
            list.sort_by_key(|answer| std::cmp::Reverse((answer.received, answer.intake)));
        }
        let mut sources: Vec<&OdsCode> = input
            .organisations
            .iter()
            .filter(|one| one.sends_records || answers.contains_key(&one.code))
            .map(|one| &one.code)
            .collect();
        sources.extend(answers.keys().filter(|code| !input.organisations.iter().any(|one| &&one.code == *code)));
        sources.sort();
        sources.dedup();
        let mut counts: HashMap<(&OdsCode, SectionId), Counts> = HashMap::new();
        for item in visible {
            let section = if item.restricted { SectionId::Sensitive } else { item.section };
            tell(item, counts.entry((&item.source, section)).or_default());
        }
        let mut hidden = HashMap::new();
        if visible.len() < input.items.len() {
            for item in input.items.iter().filter(|item| item.restricted) {
                hidden.insert((&item.source, item.section), true);
                hidden.insert((&item.source, SectionId::Sensitive), true);
            }
        }
        Self { sources, answers, counts, hidden }
    }

    fn source_section(&self, source: &OdsCode, section: SectionId, clearance: Clearance) -> SourceSection {
        let counts = self.counts.get(&(source, section)).copied().unwrap_or_default();
        let hidden = clearance == Clearance::General && self.hidden.contains_key(&(source, section));
        let answers = self.answers.get(source).map_or(&[][..], Vec::as_slice);
        let said: Vec<&SectionAnswer> = answers
            .iter()
            .map(|answer| answer.sections.iter().filter(|said| said.section == section).collect::<Vec<_>>())
            .find(|said| !said.is_empty())
            .unwrap_or_default();
        let read = !said.is_empty() || answers.iter().any(|answer| answer.export) || implied(section, answers);
        let mut warnings = warnings(&said, answers.first().copied(), section);
        if counts.positive > 0 && !said.is_empty() && said.iter().all(|one| one.marked_empty) {
            warnings.push(Warning {
                code: WarningCode::MarkedEmpty,
                text: WarningCode::MarkedEmpty.mandated_text().to_owned(),
            });
        }
        let whole: &[Warning] = answers.first().map_or(&[], |answer| &answer.warnings);
        let state = state(counts, &said, &warnings, whole, hidden, read);
        SourceSection {
            source: source.clone(),
            state,
            items: count(counts.all),
            as_of: said.iter().filter_map(|one| one.as_of.clone()).max(),
            reason: reason(state, &said, answers, hidden),
            warnings,
        }
    }
}

/// Sections that every answer speaks of by what it holds, without a list of their own.
fn implied(section: SectionId, answers: &[&Answer]) -> bool {
    !answers.is_empty() && matches!(section, SectionId::People | SectionId::Other | SectionId::Sensitive)
}

fn tell(item: &Item, counts: &mut Counts) {
    counts.all += 1;
    if item.standing != Standing::Row || item.labels.contains(&Label::EnteredInError) {
        // A bill or a place in "other" is there to be seen; in any other section a context is not a finding.
        counts.positive += usize::from(item.section == SectionId::Other);
        return;
    }
    match &item.detail {
        Detail::Allergy(allergy) => match allergy.negation {
            Some(Negation::All) => counts.none_at_all += usize::from(allergy.active),
            Some(Negation::Narrower) => {}
            None => counts.positive += usize::from(allergy.active),
        },
        _ => counts.positive += 1,
    }
}

fn state(
    counts: Counts,
    said: &[&SectionAnswer],
    warnings: &[Warning],
    whole: &[Warning],
    hidden: bool,
    read: bool,
) -> Absence {
    if counts.positive > 0 {
        return Absence::Present;
    }
    let withholds = |list: &[Warning]| list.iter().any(|warning| warning.code.withholds());
    let partial = |list: &[Warning]| list.iter().any(|warning| warning.code.partial());
    if hidden || said.iter().any(|one| one.withheld) || withholds(warnings) || withholds(whole) {
        return Absence::Withheld;
    }
    if counts.none_at_all > 0 {
        return Absence::KnownNone;
    }
    if !read || said.iter().any(|one| one.unavailable) || partial(warnings) || partial(whole) {
        return Absence::Unavailable;
    }
    Absence::NoneRecorded
}

/// Each warning once, in the source's words: those of the section's own lists, then those that stand beside them.
fn warnings(said: &[&SectionAnswer], newest: Option<&Answer>, section: SectionId) -> Vec<Warning> {
    let own = said.iter().flat_map(|one| &one.warnings);
    let beside = newest.into_iter().flat_map(|answer| &answer.asides).filter(|aside| aside.section == section);
    let mut all: Vec<Warning> = Vec::new();
    for warning in own.chain(beside.map(|aside| &aside.warning)) {
        if !all.contains(warning) {
            all.push(warning.clone());
        }
    }
    all
}

fn reason(state: Absence, said: &[&SectionAnswer], answers: &[&Answer], hidden: bool) -> Option<String> {
    if hidden && state == Absence::Withheld {
        return Some("Restricted: not shown at your clearance.".to_owned());
    }
    match state {
        Absence::Unavailable if answers.is_empty() => Some("Nothing has been received from this source.".to_owned()),
        Absence::Unavailable if said.is_empty() => {
            Some("This source was not asked for this, or does not send it.".to_owned())
        }
        Absence::NoneRecorded | Absence::Unavailable | Absence::Withheld => {
            said.iter().find_map(|one| one.empty_reason.clone())
        }
        Absence::Present | Absence::KnownNone => None,
    }
}
