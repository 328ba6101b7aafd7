//! The timeline cut into blocks: each can be drawn without the others.

use crate::records::markup::{Node, el};
use crate::records::model::{Bin, Line, Month};
use crate::records::pieces::Show;

use super::entry_line::line;

/// Lines of a block: about as many as a window shows, since the first block is what a key stroke in the filter waits for.
const LINES: usize = 20;

/// A run of lines of one month, with the headings that stand above it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    /// The year's heading, at the first stretch of a year.
    year: Option<String>,
    /// The month's heading, at the first stretch of a month.
    month: Option<String>,
    lines: Vec<Line>,
}

/// Cuts months into blocks of [`LINES`] lines; only the last may be shorter.
pub(super) fn blocks(months: &[Month]) -> Vec<Vec<Stretch>> {
    let mut blocks: Vec<Vec<Stretch>> = Vec::new();
    let mut room = 0;
    let mut year_before = None;
    for month in months {
        let year = month.when.map(|(year, _)| year);
        let new_year = year_before != Some(year);
        year_before = Some(year);
        let mut rest = month.lines.as_slice();
        while !rest.is_empty() {
            let first = rest.len() == month.lines.len();
            if room == 0 {
                blocks.push(Vec::new());
                room = LINES;
            }
            let (lines, more) = rest.split_at(room.min(rest.len()));
            (room, rest) = (room - lines.len(), more);
            let year = || year.map_or_else(|| "No date recorded".to_owned(), |year| format!("{year:04}"));
            let stretch = Stretch {
                year: (first && new_year).then(year),
                month: first.then(|| month_words(month)),
                lines: lines.to_vec(),
            };
            if let Some(block) = blocks.last_mut() {
                block.push(stretch);
            }
        }
    }
    blocks
}

fn month_words(month: &Month) -> String {
    match month.when {
        Some((year, Some(month))) => Bin { year, month: Some(month) }.label(),
        Some((year, None)) => format!("{year:04}, month not stated"),
        None => "Not recorded".to_owned(),
    }
}

/// How many lines a block has.
pub(super) fn line_count(block: &[Stretch]) -> usize {
    block.iter().map(|stretch| stretch.lines.len()).sum()
}

/// Draws a block.
pub(super) fn draw_block(show: Show<'_>, block: &[Stretch], open: bool) -> Node {
    let stretch = |stretch: &Stretch| {
        let year = stretch.year.clone().map(|year| el("h2").class("cw-year").add(year));
        let month = stretch.month.clone().map(|month| el("h3").class("cw-month__name").add(month));
        let lines = el("ol").class("cw-lines").all(stretch.lines.iter().map(|one| line(show, one, open)));
        Node::Many(vec![
            year.map_or_else(|| Node::Many(Vec::new()), Node::from),
            el("div").class("cw-month").maybe(month).add(lines).into(),
        ])
    };
    Node::Many(block.iter().map(stretch).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::model::{Filter, months, sample};

    #[test]
    fn blocks_hold_every_line_once_and_only_the_last_is_shorter() {
        let record = sample::record();
        let shown = Filter::default().apply(&record).shown;
        let mut months = months(&record, record.entries(), &shown);
        // Long months and short ones in turn, in one year and in several.
        let long = Line::One { entry: 0, gathered: Vec::new() };
        months.iter_mut().step_by(3).for_each(|month| month.lines.extend(vec![long.clone(); 2 * LINES + 7]));
        let all: Vec<Line> = months.iter().flat_map(|month| month.lines.clone()).collect();
        let blocks = blocks(&months);
        let (last, others) = blocks.split_last().expect("blocks");
        assert!(others.len() > 3 && others.iter().all(|block| line_count(block) == LINES));
        assert!((1..=LINES).contains(&line_count(last)));
        let stretches = || blocks.iter().flatten();
        assert_eq!(stretches().flat_map(|stretch| stretch.lines.clone()).collect::<Vec<_>>(), all);
        assert_eq!(stretches().filter(|stretch| stretch.month.is_some()).count(), months.len());
    }

    #[test]
    fn years_are_headings_above_months() {
        let record = sample::record();
        let shown = Filter::default().apply(&record).shown;
        let blocks = blocks(&months(&record, record.entries(), &shown));
        let show = Show { record: &record, whole: false };
        let text: String = blocks.iter().map(|block| draw_block(show, block, false).text() + " ").collect();
        assert!(text.contains("2019 Jan-2019"), "{text}");
        assert!(text.contains("1998, month not stated"), "{text}");
        assert!(text.contains("13 repeat issues"), "{text}");
        assert!(text.trim_end().contains("No date recorded"), "{text}");
    }
}
