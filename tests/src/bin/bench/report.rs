//! What was measured, as a page of plain text.

use std::fmt;

use serde_json::json;

use crate::times::median;

/// Figures in the order in which they first came, and what was aimed at.
#[derive(Debug, Default)]
pub(crate) struct Report {
    notes: Vec<String>,
    figures: Vec<Figure>,
    aims: Vec<Aim>,
}

/// One figure, once for each round.
#[derive(Debug)]
struct Figure {
    group: String,
    name: String,
    unit: &'static str,
    rounds: Vec<f64>,
}

#[derive(Debug)]
struct Aim {
    /// The figure's place.
    figure: usize,
    wanted: Wanted,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
}

impl Report {
    /// Something to say before all figures.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            eprintln!("{text}");
            self.notes.push(text);
        }
    }

    /// One round's figure; figures of one group stand together.
    pub(crate) fn add(&mut self, group: &str, name: &str, unit: &'static str, value: f64) {
        eprintln!("  {group}: {name}: {} {unit}", shown(value));
        let at = self.place(group, name).unwrap_or_else(|| {
            self.figures.push(Figure { group: group.to_owned(), name: name.to_owned(), unit, rounds: Vec::new() });
            self.figures.len() - 1
        });
        self.figures[at].rounds.push(value);
    }

    /// The same for a figure of which something is wanted.
    pub(crate) fn aim(&mut self, group: &str, name: &str, unit: &'static str, value: f64, wanted: Wanted) {
        self.add(group, name, unit, value);
        if let Some(figure) = self.place(group, name)
            && self.aims.iter().all(|aim| aim.figure != figure)
        {
            self.aims.push(Aim { figure, wanted });
        }
    }

    fn place(&self, group: &str, name: &str) -> Option<usize> {
        self.figures.iter().position(|figure| figure.group == group && figure.name == name)
    }

    /// Whether every aim is met.
    pub(crate) fn all_met(&self) -> bool {
        self.aims.iter().all(|aim| aim.is_met(median(&self.figures[aim.figure].rounds)))
    }

    /// The figures for programs.
    pub(crate) fn to_json(&self) -> String {
        let figures: Vec<_> = self
            .figures
            .iter()
            .map(|figure| {
                json!({
                    "group": figure.group, "name": figure.name, "unit": figure.unit,
                    "median": median(&figure.rounds), "rounds": figure.rounds,
                })
            })
            .collect();
        let aims: Vec<_> = self
            .aims
            .iter()
            .map(|aim| {
                let figure = &self.figures[aim.figure];
                let (least, most) = match aim.wanted {
                    Wanted::AtMost(most) => (None, Some(most)),
                    Wanted::AtLeast(least) => (Some(least), None),
                };
                json!({
                    "group": figure.group, "name": figure.name, "at_least": least, "at_most": most,
                    "met": aim.is_met(median(&figure.rounds)),
                })
            })
            .collect();
        format!("{:#}\n", json!({ "notes": self.notes, "figures": figures, "aims": aims }))
    }
}

impl Aim {
    fn is_met(&self, value: f64) -> bool {
        match self.wanted {
            Wanted::AtMost(most) => value <= most,
            Wanted::AtLeast(least) => value >= least,
        }
    }

    /// Met, or by how much not.
    fn verdict(&self, value: f64) -> String {
        let (wanted, missed) = match self.wanted {
            Wanted::AtMost(most) => (format!("at most {}", shown(most)), value / most - 1.0),
            Wanted::AtLeast(least) => (format!("at least {}", shown(least)), 1.0 - value / least),
        };
        if self.is_met(value) {
            format!("aim met ({wanted})")
        } else {
            format!("aim missed by {:.0} % ({wanted})", (missed * 100.0).max(1.0))
        }
    }
}

/// Three figures that mean something.
fn shown(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        let width = self.figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
        let mut group = "";
        for figure in &self.figures {
            if figure.group != group {
                group = &figure.group;
                writeln!(f, "\n{group}")?;
            }
            let value = shown(median(&figure.rounds));
            write!(f, "  {:<width$}  {value:>9} {:<5}", figure.name, figure.unit)?;
            if figure.rounds.len() > 1 {
                let least = figure.rounds.iter().copied().fold(f64::INFINITY, f64::min);
                let most = figure.rounds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                write!(f, "  ({} to {} in {} rounds)", shown(least), shown(most), figure.rounds.len())?;
            }
            writeln!(f)?;
        }
        if !self.aims.is_empty() {
            writeln!(f, "\nAims")?;
        }
        let width =
            self.aims.iter().map(|aim| self.figures[aim.figure].title().chars().count()).max().unwrap_or_default();
        for aim in &self.aims {
            let figure = &self.figures[aim.figure];
            let value = median(&figure.rounds);
            let verdict = aim.verdict(value);
            writeln!(f, "  {:<width$}  {:>9} {:<5}  {verdict}", figure.title(), shown(value), figure.unit)?;
        }
        Ok(())
    }
}

impl Figure {
    fn title(&self) -> String {
        format!("{}: {}", self.group, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_of_each_aim_whether_it_is_met() {
        let mut report = Report::default();
        for value in [1.2, 1.9, 1.4] {
            report.aim("Opening", "ratio", "×", value, Wanted::AtMost(1.5));
            report.aim("Opening", "speed", "/s", value * 100.0, Wanted::AtLeast(200.0));
        }
        let page = report.to_string();
        assert!(page.contains("1.40 ×      (1.20 to 1.90 in 3 rounds)"), "{page}");
        assert!(page.contains("aim met (at most 1.50)"), "{page}");
        assert!(page.contains("aim missed by 30 % (at least 200)"), "{page}");
        let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
        assert_eq!(json["aims"][0]["met"], true);
        assert_eq!(json["aims"][1]["met"], false);
    }
}
