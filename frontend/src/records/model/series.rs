//! Values over time, ready to be drawn: one series has one unit (rule GT3).

use commonweal_shared::records::{Quantity, Range};
use commonweal_shared::time::{FhirDate, Precision};

/// A value that was read off a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// Position of the row in its section.
    pub(crate) row: usize,
    /// When, as the source stated it.
    pub(crate) when: Option<FhirDate>,
    /// The value as it is written, without its unit; long decimals are rounded and say so.
    pub(crate) text: String,
    /// The value exactly as it was recorded.
    pub(crate) exact: String,
    /// The value for drawing; of a pair the upper one.
    pub(crate) number: Option<f64>,
    /// The lower one of a pair, such as the diastolic pressure.
    pub(crate) lower: Option<f64>,
}

/// A series for a graph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    /// Its points, oldest first.
    pub(crate) points: Vec<Point>,
    /// The least and the greatest value to show, the reference range taken in.
    pub(crate) bounds: (f64, f64),
    /// The reference range of the newest reading, where both it and its bounds are numbers.
    pub(crate) band: (Option<f64>, Option<f64>),
    /// The time that the axis covers, as microseconds.
    pub(crate) span: (i64, i64),
    /// Readings that lie before the window.
    pub(crate) before: usize,
    /// Readings that can't be drawn because they have no number or no date.
    pub(crate) left_out: usize,
}

/// How far back a graph reaches from its newest reading (rules GT5, GT12): windows are fixed, and
/// the scale of values is that of all readings in each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Window {
    /// One year.
    Year,
    /// Five years.
    #[default]
    FiveYears,
    /// Ten years.
    TenYears,
    /// From the oldest reading on.
    All,
}

impl Window {
    /// Every window, narrow to wide.
    pub(crate) const ALL: [Self; 4] = [Self::Year, Self::FiveYears, Self::TenYears, Self::All];

    /// The words on its button.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Year => "1 year",
            Self::FiveYears => "5 years",
            Self::TenYears => "10 years",
            Self::All => "All",
        }
    }

    /// Its length in microseconds, where it is fixed.
    const fn length(self) -> Option<i64> {
        const YEAR: i64 = 31_557_600_000_000;
        match self {
            Self::Year => Some(YEAR),
            Self::FiveYears => Some(5 * YEAR),
            Self::TenYears => Some(10 * YEAR),
            Self::All => None,
        }
    }
}

/// A point of a graph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    /// Position among the readings.
    pub(crate) reading: usize,
    /// Where it stands on the time axis, from 0 at the oldest to 1 at the newest.
    pub(crate) across: f64,
    /// The value.
    pub(crate) value: f64,
    /// The lower value of a pair.
    pub(crate) lower: Option<f64>,
    /// How it is drawn.
    pub(crate) symbol: Symbol,
}

/// How a point is drawn (rule GT11): imprecise ones have another symbol and are not joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// The day is known.
    Exact,
    /// Only the month or the year is known.
    Imprecise,
}

impl Series {
    /// Makes a series of readings that share a unit, newest first. None when fewer than two can be drawn.
    pub(crate) fn of(readings: &[Reading], range: Option<&Range>, window: Window) -> Option<Self> {
        let drawable: Vec<(usize, &FhirDate, f64)> = readings
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(at, reading)| Some((at, reading.when.as_ref()?, reading.number?)))
            .collect();
        let (oldest, newest) = (drawable.first()?.1.sort_key(), drawable.last()?.1.sort_key());
        if drawable.len() < 2 {
            return None;
        }
        let start = window.length().map_or(oldest, |length| newest - length);
        let bound = |quantity: &Option<Quantity>| quantity.as_ref().and_then(Quantity::number);
        let band = range.map_or((None, None), |range| (bound(&range.low), bound(&range.high)));
        let bounds = bounds(
            drawable
                .iter()
                .flat_map(|&(at, _, value)| [Some(value), readings[at].lower])
                .chain([band.0, band.1])
                .flatten(),
        );
        let points: Vec<Point> = drawable
            .iter()
            .filter(|(_, when, _)| when.sort_key() >= start)
            .map(|&(at, when, value)| Point {
                reading: at,
                across: fraction(when.sort_key() - start, (newest - start).max(1)),
                value,
                lower: readings[at].lower,
                symbol: if when.precision() < Precision::Day { Symbol::Imprecise } else { Symbol::Exact },
            })
            .collect();
        let before = drawable.len() - points.len();
        let left_out = readings.len() - drawable.len();
        Some(Self { points, bounds, band, span: (start, newest), before, left_out })
    }

    /// How high a value stands, from 0 at the bottom to 1 at the top.
    pub(crate) fn up(&self, value: f64) -> f64 {
        let (low, high) = self.bounds;
        ((value - low) / (high - low)).clamp(0.0, 1.0)
    }
}

/// The least and the greatest value with a little room around them.
fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let margin = if high > low { (high - low) * 0.08 } else { high.abs().max(1.0) * 0.1 };
    (low - margin, high + margin)
}

#[expect(clippy::cast_precision_loss, reason = "a position on an axis of some hundred pixels")]
fn fraction(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(when: &str, number: f64) -> Reading {
        Reading {
            row: 0,
            when: FhirDate::parse(when).ok(),
            text: number.to_string(),
            exact: number.to_string(),
            number: Some(number),
            lower: None,
        }
    }

    #[test]
    fn time_is_proportional_and_the_newest_is_on_the_right() {
        let readings = [reading("2020-01-11", 3.0), reading("2020-01-06", 2.0), reading("2020-01-01", 1.0)];
        let series = Series::of(&readings, None, Window::All).expect("three points");
        let across: Vec<f64> = series.points.iter().map(|point| point.across).collect();
        assert_eq!(across, [0.0, 0.5, 1.0]);
        assert_eq!(series.points[2].reading, 0, "the newest reading is the last point");
    }

    #[test]
    fn a_date_without_a_day_has_another_symbol() {
        let readings = [reading("2020-01-11", 3.0), reading("2019", 1.0)];
        let series = Series::of(&readings, None, Window::All).expect("two points");
        assert_eq!(series.points[0].symbol, Symbol::Imprecise);
        assert_eq!(series.points[1].symbol, Symbol::Exact);
    }

    #[test]
    fn the_range_is_always_in_view() {
        let quantity =
            |value: &str| Some(Quantity { value: value.to_owned(), comparator: None, unit: "g/L".to_owned() });
        let range = Range { low: quantity("130"), high: quantity("180"), text: None };
        let readings = [reading("2020-01-11", 140.0), reading("2019-01-01", 141.0)];
        let series = Series::of(&readings, Some(&range), Window::All).expect("two points");
        assert!(series.bounds.0 < 130.0 && series.bounds.1 > 180.0);
        assert_eq!(series.band, (Some(130.0), Some(180.0)));
    }

    #[test]
    fn equal_values_and_equal_times_divide_by_nothing() {
        let readings = [reading("2020-01-11", 3.0), reading("2020-01-11", 3.0)];
        let series = Series::of(&readings, None, Window::All).expect("two points");
        assert!(series.points.iter().all(|point| point.across.is_finite() && series.up(point.value).is_finite()));
        assert!(Series::of(&readings[..1], None, Window::All).is_none());
    }

    #[test]
    fn gt12_a_window_moves_over_the_time_and_leaves_the_scale() {
        let readings = [reading("2020-01-11", 3.0), reading("2019-06-01", 2.0), reading("2001-01-01", 90.0)];
        let all = Series::of(&readings, None, Window::All).expect("three points");
        let year = Series::of(&readings, None, Window::Year).expect("two points in view");
        assert_eq!((year.points.len(), year.before), (2, 1));
        assert_eq!(year.bounds, all.bounds);
        assert!(year.points[0].across > 0.3, "a window is not fitted to its points");
    }

    #[test]
    fn what_cannot_be_drawn_is_counted() {
        let mut undated = reading("2020-01-11", 3.0);
        undated.when = None;
        let readings = [reading("2020-01-11", 3.0), reading("2020-01-01", 1.0), undated];
        assert_eq!(Series::of(&readings, None, Window::All).map(|series| series.left_out), Some(1));
    }
}
