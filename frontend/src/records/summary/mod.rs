//! The summary: who, what could harm, what is new, on one page (screens.md).

mod alerts;
mod allergies;
mod card;
mod involved;
mod medicines;
mod newest;
mod problems;
mod results;
mod tally;

use crate::records::markup::{Node, el};
use crate::records::pieces::Show;

pub(crate) use tally::tally;

/// The whole summary, in the same order at every width.
pub(crate) fn summary(show: Show<'_>) -> Node {
    let column = |cards: Vec<Node>| el("div").class("cw-summary__column").all(cards);
    el("div")
        .class("cw-summary")
        .add(alerts::alerts(show))
        .add(column(vec![allergies::allergies(show), problems::problems(show)]))
        .add(column(vec![medicines::medicines(show), results::results(show)]))
        .add(column(vec![
            newest::newest(show),
            involved::appointments(show),
            involved::involved(show),
            involved::plans(show),
        ]))
        .into()
}

#[cfg(test)]
mod tests {
    use commonweal_shared::records::{Absence, SectionId};

    use super::*;
    use crate::records::model::{Record, sample};

    #[test]
    fn what_could_harm_comes_before_what_is_new() {
        let record = sample::record();
        let text = summary(Show { record: &record, whole: false }).text();
        let order = [
            "Known allergies",
            "Penicillin",
            "Asthma",
            "Fracture of femur",
            "Amlodipine",
            "Glucose",
            "Newest",
            "JONES",
        ];
        let mut rest = text.as_str();
        for words in order {
            let at = rest.find(words).unwrap_or_else(|| panic!("{words} is missing or out of order: {text}"));
            rest = &rest[at..];
        }
    }

    #[test]
    fn an_empty_card_says_why_it_is_empty() {
        let mut chart = sample::chart();
        for section in &mut chart.sections {
            section.rows.clear();
            section.state = Absence::NoneRecorded;
            section.sources.iter_mut().for_each(|source| source.warnings.clear());
        }
        if let Some(section) = chart.sections.iter_mut().find(|section| section.id == SectionId::Allergies) {
            section.state = Absence::Unavailable;
        }
        let record = Record::new(chart, sample::record().now);
        let text = summary(Show { record: &record, whole: false }).text();
        assert!(text.contains("Problems not recorded"), "{text}");
        assert!(text.contains("Allergies unavailable"), "{text}");
        assert!(!text.contains("No known allergies"), "{text}");
    }

    #[test]
    fn a_warning_stays_with_the_card_that_it_concerns() {
        let record = sample::record();
        let text = summary(Show { record: &record, whole: false }).text();
        assert!(text.contains("Items excluded due to confidentiality and/or patient preferences."));
    }
}
