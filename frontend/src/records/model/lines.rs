//! Entries arranged for the timeline: under years and months, gathered and folded.

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::SectionId;

use super::{Entry, Record};

/// How many of the same routine entry in a row fold into one line.
const RUN_FROM: usize = 3;

/// The entries of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Month {
    /// Year and month; the month is none where only the year is known, all is none without a date.
    pub(crate) when: Option<(i16, Option<i8>)>,
    /// Its lines, newest first.
    pub(crate) lines: Vec<Line>,
}

/// One line; numbers are positions in the list of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// An entry, and what happened in it when it is an encounter.
    One {
        /// The entry.
        entry: usize,
        /// What belongs to it, in order.
        gathered: Vec<usize>,
    },
    /// The same routine entry again and again, under the month of its newest.
    Run {
        /// Each of them, newest first; never empty.
        entries: Vec<usize>,
    },
}

impl Line {
    /// The entry that speaks for the line.
    pub(crate) fn first(&self) -> usize {
        match self {
            Self::One { entry, .. } => *entry,
            Self::Run { entries } => entries[0],
        }
    }
}

/// Arranges what a filter lets through (`shown` in the order of `entries`, newest first).
///
/// An entry is gathered under its encounter only when that is shown as well, so that nothing can
/// be reached through a parent alone.
pub(crate) fn months(record: &Record, entries: &[Entry], shown: &[usize]) -> Vec<Month> {
    let parents = encounters_shown(entries, shown);
    let parent_of = |at: usize| parent(record, &entries[at], &parents);
    let mut children: Vec<(usize, usize)> =
        shown.iter().filter_map(|&at| parent_of(at).map(|parent| (parent, at))).collect();
    children.sort_unstable();
    let mut lines = Vec::new();
    for &at in shown.iter().filter(|&&at| parent_of(at).is_none()) {
        let from = children.partition_point(|(parent, _)| *parent < at);
        let gathered: Vec<usize> =
            children[from..].iter().take_while(|(parent, _)| *parent == at).map(|(_, child)| *child).collect();
        push(record, entries, &mut lines, at, gathered);
    }
    under_months(entries, without_short_runs(lines))
}

fn under_months(entries: &[Entry], lines: Vec<Line>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for line in lines {
        let when = entries[line.first()].month;
        match months.last_mut() {
            Some(month) if month.when == when => month.lines.push(line),
            _ => months.push(Month { when, lines: vec![line] }),
        }
    }
    months
}

fn encounters_shown(entries: &[Entry], shown: &[usize]) -> Vec<(ResourceId, usize)> {
    let mut found: Vec<(ResourceId, usize)> = shown
        .iter()
        .filter(|&&at| entries[at].section == SectionId::Encounters)
        .map(|&at| (entries[at].id, at))
        .collect();
    found.sort_unstable();
    found
}

fn parent(record: &Record, entry: &Entry, parents: &[(ResourceId, usize)]) -> Option<usize> {
    if entry.issue.is_some() {
        return None;
    }
    let row = record.row_at(entry.place);
    let encounter = row.encounter.filter(|encounter| *encounter != row.id)?;
    let found = parents.binary_search_by_key(&encounter, |(id, _)| *id).ok()?;
    // An encounter that says it happened in another stays where it is: gathering is one level deep.
    (entry.section != SectionId::Encounters).then_some(parents[found].1)
}

/// Adds an entry to the run that it continues, or as a line of its own.
fn push(record: &Record, entries: &[Entry], lines: &mut Vec<Line>, at: usize, gathered: Vec<usize>) {
    if let Some(Line::Run { entries: run }) = lines.last_mut()
        && gathered.is_empty()
        && same_routine(record, &entries[run[0]], &entries[at])
    {
        run.push(at);
        return;
    }
    // Every line that gathers nothing may turn out to begin a run.
    if gathered.is_empty() {
        lines.push(Line::Run { entries: vec![at] });
    } else {
        lines.push(Line::One { entry: at, gathered });
    }
}

fn same_routine(record: &Record, a: &Entry, b: &Entry) -> bool {
    let (row_a, row_b) = (record.row_at(a.place), record.row_at(b.place));
    a.section == b.section
        && a.issue.is_some() == b.issue.is_some()
        && row_a.source == row_b.source
        && (a.issue.is_some() || row_a.title == row_b.title)
        && row_a.labels.is_empty()
        && row_b.labels.is_empty()
}

fn without_short_runs(lines: Vec<Line>) -> Vec<Line> {
    let mut unfolded = Vec::with_capacity(lines.len());
    for line in lines {
        match line {
            Line::Run { entries } if entries.len() < RUN_FROM => {
                unfolded.extend(entries.into_iter().map(|entry| Line::One { entry, gathered: Vec::new() }));
            }
            other => unfolded.push(other),
        }
    }
    unfolded
}

#[cfg(test)]
mod tests {
    use super::super::Filter;
    use super::super::entry::entries;
    use super::super::sample::record;
    use super::*;

    fn reached(months: &[Month]) -> Vec<usize> {
        let mut all: Vec<usize> = months
            .iter()
            .flat_map(|month| &month.lines)
            .flat_map(|line| match line {
                Line::One { entry, gathered } => std::iter::once(*entry).chain(gathered.iter().copied()).collect(),
                Line::Run { entries } => entries.clone(),
            })
            .collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn every_entry_is_reached_exactly_once() {
        let record = record();
        let entries = entries(&record);
        for filter in [Filter::default(), Filter { kind: Some(SectionId::Observations), ..Filter::default() }] {
            let shown = filter.apply(&record).shown;
            assert_eq!(reached(&months(&record, &entries, &shown)), shown);
        }
    }

    #[test]
    fn an_encounter_gathers_what_happened_in_it_unless_it_is_hidden() {
        let record = record();
        let entries = entries(&record);
        let all = Filter::default().apply(&record).shown;
        let gathers = |shown: &[usize]| {
            months(&record, &entries, shown)
                .iter()
                .flat_map(|month| month.lines.clone())
                .filter(|line| matches!(line, Line::One { gathered, .. } if !gathered.is_empty()))
                .count()
        };
        assert_eq!(gathers(&all), 1);
        let without: Vec<usize> = all.into_iter().filter(|&at| entries[at].section != SectionId::Encounters).collect();
        assert_eq!(gathers(&without), 0, "what is left stands by itself");
    }

    #[test]
    fn repeat_issues_fold() {
        let record = record();
        let entries = entries(&record);
        let all = Filter::default().apply(&record).shown;
        let runs: Vec<usize> = months(&record, &entries, &all)
            .iter()
            .flat_map(|month| month.lines.clone())
            .filter_map(|line| match line {
                Line::Run { entries } => Some(entries.len()),
                Line::One { .. } => None,
            })
            .collect();
        // The fourteenth lies on the other side of two results.
        assert_eq!(runs, [13]);
    }
}
