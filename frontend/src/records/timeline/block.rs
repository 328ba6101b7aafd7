//! The timeline cut into blocks: each can be drawn without the others.

use crate::records::markup::{Node, el};
use crate::records::model::{Bin, Line, Month};
use crate::records::pieces::Show;

use super::entry_line::line;

/// Lines of a block, at most.
const LINES: usize = 60;

/// A run of lines of one month, with the headings that stand above it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    /// The year's heading, at the first stretch of a year.
    year: Option<String>,
    /// The month's heading, at the first stretch of a month.
    month: Option<String>,
    lines: Vec<Line>,
}

/// Cuts months into blocks of at most [`LINES`] lines. Short months share a block.
pub(super) fn blocks(months: &[Month]) -> Vec<Vec<Stretch>> {
    let mut blocks: Vec<Vec<Stretch>> = Vec::new();
    let mut room = 0;
    let mut year_before = None;
    for month in months {
        let year = month.when.map(|(year, _)| year);
        for (at, lines) in month.lines.chunks(LINES).enumerate() {
            let first = at == 0;
            let new_year = first && year_before != Some(year);
            year_before = Some(year);
            let stretch = Stretch {
                year: new_year.then(|| year.map_or_else(|| "No date recorded".to_owned(), |year| format!("{year:04}"))),
                month: first.then(|| month_words(month)),
                lines: lines.to_vec(),
            };
            if room < lines.len() {
                blocks.push(Vec::new());
                room = LINES;
            }
            room -= lines.len();
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
    fn blocks_hold_every_line_once_and_are_never_too_long() {
        let record = sample::record();
        let shown = Filter::default().apply(&record).shown;
        let months = months(&record, record.entries(), &shown);
        let lines: usize = months.iter().map(|month| month.lines.len()).sum();
        let blocks = blocks(&months);
        assert_eq!(blocks.iter().map(|block| line_count(block)).sum::<usize>(), lines);
        assert!(blocks.iter().all(|block| (1..=LINES).contains(&line_count(block))));
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
