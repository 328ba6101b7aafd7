//! One person's facts, of which each organisation knows its part.

use super::chance::Chance;
use super::day::{Day, TODAY};
use super::number::number_of;
use super::terms::{ALLERGIES, MEDICINES, PROBLEMS};
use super::words::{FAMILIES, MEN, STREETS, TOWNS, WOMEN};

/// One person.
#[derive(Debug, Clone)]
pub(super) struct Life {
    /// Which of all that can be made.
    pub(super) nth: usize,
    /// A valid NHS number of the range for tests.
    pub(super) number: String,
    /// Whether their number was traced; where it was not, no record may be joined by it.
    pub(super) verified: bool,
    pub(super) family: &'static str,
    pub(super) given: &'static str,
    pub(super) female: bool,
    pub(super) born: Day,
    pub(super) street: String,
    pub(super) town: &'static str,
    /// Places in the list of problems, each with its first day.
    pub(super) problems: Vec<(usize, Day)>,
    /// Places in the list of medicines, each with its first day.
    pub(super) medicines: Vec<(usize, Day)>,
    /// Places in the list of allergies, each with its day.
    pub(super) allergies: Vec<(usize, Day)>,
    /// An allergy that was taken for one and has ended.
    pub(super) ended_allergy: Option<(usize, Day)>,
}

impl Life {
    /// The person with this number in the row of all people, whose longest record has about so many resources.
    pub(super) fn new(nth: usize, chance: &mut Chance, length: usize) -> Self {
        let female = chance.percent(52);
        let born = TODAY.plus(-chance.between(20 * 365, 96 * 365));
        let adult = born.plus(18 * 365);
        let since = |chance: &mut Chance| Day(chance.between(adult.0.max(TODAY.0 - 30 * 365), TODAY.0 - 40));
        let some = |chance: &mut Chance, wanted: usize, of: usize| -> Vec<(usize, Day)> {
            let places = chance.places(wanted, of);
            places.into_iter().map(|place| (place, since(chance))).collect()
        };
        let problems = some(chance, (length / 45).clamp(1, PROBLEMS.len()), PROBLEMS.len());
        let medicines = some(chance, (length / 70).clamp(0, MEDICINES.len()), MEDICINES.len());
        let wanted = chance.below(4).saturating_sub(1);
        let mut allergies = some(chance, wanted, ALLERGIES.len());
        let ended_allergy = (allergies.len() > 1 && chance.percent(50)).then(|| allergies.remove(0));
        Self {
            nth,
            number: number_of(nth),
            verified: !chance.percent(3),
            family: *chance.pick(&FAMILIES),
            given: *chance.pick(if female { &WOMEN } else { &MEN }),
            female,
            born,
            street: format!("{} {}", 1 + chance.below(140), *chance.pick(&STREETS)),
            town: *chance.pick(&TOWNS),
            problems,
            medicines,
            allergies,
            ended_allergy,
        }
    }

    /// Any day of the last thirty years, or of their adult life where that is shorter.
    pub(super) fn any_day(&self, chance: &mut Chance) -> Day {
        let first = (self.born.0 + 18 * 365).max(TODAY.0 - 30 * 365);
        Day(chance.between(first, TODAY.0 - 1))
    }
}
