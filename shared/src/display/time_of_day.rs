//! Times of day: rules H1 to H4.

use super::date::{DateForms, date, date_forms, whole_day};
use super::surface::Surface;
use crate::time::{FhirDate, LondonTime, Moment, moment_in_london};

/// A page that shows times says so once (H1).
pub const CLOCK_NOTE: &str = "Times are on the 24-hour clock, UK time";

/// The time in London: `09:05` in a clinical view (H1), `9:05am` in prose; none where the source
/// stated no time.
///
/// Midnight is `00:00` (H2), in prose `midnight`.
pub fn time(value: &FhirDate, surface: Surface) -> Option<String> {
    value.moment().map(|moment| clock(&moment_in_london(moment), surface))
}

/// A time that is known only roughly: `Approx 14:00` (H3).
pub fn approximate_time(value: &FhirDate, surface: Surface) -> Option<String> {
    let time = time(value, surface)?;
    Some(match surface {
        Surface::Clinical => format!("Approx {time}"),
        Surface::Prose => format!("about {time}"),
    })
}

/// Date and time: `14-Aug-1980 09:05` in a clinical view, `14 August 1980 at 9:05am` in prose; the
/// date alone where the source stated no time.
pub fn date_time(value: &FhirDate, surface: Surface) -> String {
    match value.moment() {
        Some(moment) => date_time_at(moment, surface),
        None => date(value, surface),
    }
}

/// Date and time, or what stands for none (D4).
pub fn date_time_or_missing(value: Option<&FhirDate>, surface: Surface) -> String {
    value.map_or_else(|| surface.missing().to_owned(), |value| date_time(value, surface))
}

/// An instant as a date and a time in London.
pub fn date_time_at(moment: Moment, surface: Surface) -> String {
    let shown = moment_in_london(moment);
    let day = whole_day(shown.year, shown.month, shown.day, surface);
    let time = clock(&shown, surface);
    match surface {
        Surface::Clinical => format!("{day} {time}"),
        Surface::Prose => format!("{day} at {time}"),
    }
}

/// The three texts of a date with its time (D6); of a date without one, those of the date.
pub fn date_time_forms(value: &FhirDate) -> DateForms {
    value.moment().map_or_else(|| date_forms(value), moment_forms)
}

/// The three texts of an instant (D6); the one for machines is in UTC.
pub fn moment_forms(moment: Moment) -> DateForms {
    DateForms {
        short: date_time_at(moment, Surface::Clinical),
        long: date_time_at(moment, Surface::Prose),
        machine: moment.to_rfc3339(),
    }
}

/// The title of a time that the clock showed twice, on the night when it was put back:
/// `25-Oct-2026 01:30 (UTC+01:00)` (H4, product rule). None for every other time.
pub fn offset_title(moment: Moment) -> Option<String> {
    let shown = moment_in_london(moment);
    shown.repeated.then(|| {
        let (hours, minutes) = (shown.offset_minutes / 60, shown.offset_minutes % 60);
        let date_time = date_time_at(moment, Surface::Clinical);
        format!("{date_time} (UTC+{hours:02}:{minutes:02})")
    })
}

fn clock(shown: &LondonTime, surface: Surface) -> String {
    let (hour, minute) = (shown.hour, shown.minute);
    match (surface, hour, minute) {
        (Surface::Clinical, ..) => format!("{hour:02}:{minute:02}"),
        (Surface::Prose, 0, 0) => "midnight".to_owned(),
        (Surface::Prose, 12, 0) => "midday".to_owned(),
        (Surface::Prose, ..) => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            if minute == 0 { format!("{hour}{half}") } else { format!("{hour}:{minute:02}{half}") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn parsed(text: &str) -> FhirDate {
        FhirDate::parse(text).expect("the test writes a valid date")
    }

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("the test writes a valid instant")
    }

    fn clinical(text: &str) -> String {
        date_time(&parsed(text), Surface::Clinical)
    }

    #[test]
    fn h1_twenty_four_hour_clock() {
        let of = |text| time(&parsed(text), Surface::Clinical);
        assert_eq!(of("1980-08-14T09:05:59"), Some("09:05".to_owned()));
        assert_eq!(of("1980-08-14T17:30:00"), Some("17:30".to_owned()));
        assert_eq!(of("1980-08-14"), None);
        assert_eq!(clinical("1980-08-14T09:05:00"), "14-Aug-1980 09:05");
        assert_eq!(clinical("1980-08-14"), "14-Aug-1980");
        assert_eq!(clinical("1980"), "1980");
        assert_eq!(date_time_or_missing(None, Surface::Clinical), "Not recorded");
        assert!(CLOCK_NOTE.contains("24-hour"));
    }

    #[test]
    fn d6_long_form_with_time() {
        let forms = date_time_forms(&parsed("1980-08-14T09:05:00"));
        assert_eq!(forms.short, "14-Aug-1980 09:05");
        assert_eq!(forms.long, "14 August 1980 at 9:05am");
        assert_eq!(forms.machine, "1980-08-14T08:05:00Z");
        assert_eq!(date_time_forms(&parsed("1980-08")).machine, "1980-08");
    }

    #[test]
    fn h2_midnight_and_the_last_minute() {
        assert_eq!(clinical("1980-08-14T00:00:00"), "14-Aug-1980 00:00");
        assert_eq!(clinical("1980-08-14T23:59:59.999"), "14-Aug-1980 23:59");
        assert_eq!(clinical("1980-08-14T24:00:00"), "15-Aug-1980 00:00");
        assert_eq!(clinical("1980-12-31T24:00"), "01-Jan-1981 00:00");
    }

    #[test]
    fn h3_approximate() {
        let value = parsed("1980-08-14T14:00:00");
        let approximate = approximate_time(&value, Surface::Clinical);
        assert_eq!(approximate.as_deref(), Some("Approx 14:00"));
        assert_eq!(approximate_time(&parsed("1980"), Surface::Clinical), None);
    }

    #[test]
    fn h4_stored_in_utc_shown_in_london() {
        assert_eq!(clinical("2026-07-01T23:30:00Z"), "02-Jul-2026 00:30");
        assert_eq!(clinical("2026-01-01T12:00:00-05:00"), "01-Jan-2026 17:00");
        let first = at("2026-10-25T00:30:00Z");
        let second = at("2026-10-25T01:30:00Z");
        assert_eq!(date_time_at(first, Surface::Clinical), "25-Oct-2026 01:30");
        assert_eq!(date_time_at(second, Surface::Clinical), "25-Oct-2026 01:30");
        let titles = [first, second].map(|moment| offset_title(moment).unwrap_or_default());
        assert_eq!(titles[0], "25-Oct-2026 01:30 (UTC+01:00)");
        assert_eq!(titles[1], "25-Oct-2026 01:30 (UTC+00:00)");
        assert_eq!(offset_title(at("2026-10-25T02:30:00Z")), None);
    }

    #[test]
    fn surface_decides_the_time() {
        let of = |text| time(&parsed(text), Surface::Prose).unwrap_or_default();
        assert_eq!(of("2018-08-06T17:30"), "5:30pm");
        assert_eq!(of("2018-08-06T00:00"), "midnight");
        assert_eq!(of("2018-08-06T00:30"), "12:30am");
        assert_eq!(of("2018-08-06T12:00"), "midday");
        assert_eq!(of("2018-08-06T12:01"), "12:01pm");
        assert_eq!(of("2018-08-06T10:00"), "10am");
        let prose = date_time(&parsed("2018-08-06T17:30"), Surface::Prose);
        assert_eq!(prose, "6 August 2018 at 5:30pm");
    }

    #[test]
    fn no_instant_panics() {
        for micros in [i64::MIN, -1, 0, i64::MAX] {
            let moment = Moment::from_micros(micros);
            assert!(!date_time_at(moment, Surface::Clinical).is_empty());
            assert!(!date_time_at(moment, Surface::Prose).is_empty());
        }
    }
}
