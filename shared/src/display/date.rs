//! Dates: rules D1 to D6.

use super::surface::Surface;
use crate::time::{FhirDate, Precision, Today, weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date: `14-Aug-1980` in a clinical view (D1), `14 August 1980` in prose.
///
/// What the source did not state is not shown either: `Mar-2019`, `2019` (D5). Of a date with a
/// time, the day in Europe/London.
pub fn date(date: &FhirDate, surface: Surface) -> String {
    let (year, month, day) = date.start_day();
    let (year, month) = (i64::from(year), month);
    match (date.precision(), surface) {
        (Precision::Year, _) => format!("{year:04}"),
        (Precision::Month, Surface::Clinical) => format!("{}-{year:04}", short_month(month)),
        (Precision::Month, Surface::Prose) => format!("{} {year}", month_name(month)),
        (Precision::Day | Precision::Time, _) => whole_day(year, month, day, surface),
    }
}

/// The date, or what stands for none: it is never empty (D4).
pub fn date_or_missing(value: Option<&FhirDate>, surface: Surface) -> String {
    value.map_or_else(|| surface.missing().to_owned(), |value| date(value, surface))
}

/// The date in words, for screen readers and for people who are not clinicians (D6).
pub fn long_date(value: &FhirDate) -> String {
    date(value, Surface::Prose)
}

/// The date with its weekday in front: `Fri 24-Apr-1998` (D3). A date without a day has no
/// weekday. Not for births and deaths (product rule).
pub fn weekday_date(value: &FhirDate, surface: Surface) -> String {
    let shown = date(value, surface);
    let Some((year, month, day)) = value.civil_day() else {
        return shown;
    };
    let weekday = weekday(year, month, day);
    match surface {
        Surface::Clinical => format!("{} {shown}", weekday.short()),
        Surface::Prose => format!("{} {shown}", weekday.name()),
    }
}

/// A calendar day, such as today.
pub fn day(value: Today, surface: Surface) -> String {
    let (year, month, day) = value.ymd();
    whole_day(i64::from(year), month, day, surface)
}

/// The three texts of a date on a page (D6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateForms {
    /// What is seen: `14-Aug-1980`; hidden from screen readers.
    pub short: String,
    /// What is heard: `14 August 1980`; visually hidden.
    pub long: String,
    /// The `datetime` attribute of the `time` element: `1980-08-14`.
    pub machine: String,
}

/// The three texts of a date, without its time.
pub fn date_forms(value: &FhirDate) -> DateForms {
    let (year, month, day) = value.start_day();
    let machine = match value.precision() {
        Precision::Year => format!("{year:04}"),
        Precision::Month => format!("{year:04}-{month:02}"),
        Precision::Day | Precision::Time => format!("{year:04}-{month:02}-{day:02}"),
    };
    DateForms { short: date(value, Surface::Clinical), long: long_date(value), machine }
}

pub(super) fn whole_day(year: i64, month: i8, day: i8, surface: Surface) -> String {
    match surface {
        Surface::Clinical => format!("{day:02}-{}-{year:04}", short_month(month)),
        Surface::Prose => format!("{day} {} {year}", month_name(month)),
    }
}

fn month_name(month: i8) -> &'static str {
    let index = usize::try_from(month - 1).unwrap_or_default();
    MONTHS.get(index).copied().unwrap_or_default()
}

/// The first three letters; May is whole with them.
fn short_month(month: i8) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn parsed(text: &str) -> FhirDate {
        FhirDate::parse(text).expect("the test writes a valid date")
    }

    fn clinical(text: &str) -> String {
        date(&parsed(text), Surface::Clinical)
    }

    #[test]
    fn d1_clinical_date() {
        assert_eq!(clinical("1980-08-14"), "14-Aug-1980");
        assert_eq!(clinical("2008-05-04"), "04-May-2008");
        assert_eq!(clinical("0987-12-01"), "01-Dec-0987");
        assert_eq!(clinical("9999-12-31"), "31-Dec-9999");
        let months: Vec<String> = (1..=12).map(|month| clinical(&format!("2020-{month:02}-09"))).collect();
        assert_eq!(
            months.join(" "),
            "09-Jan-2020 09-Feb-2020 09-Mar-2020 09-Apr-2020 09-May-2020 09-Jun-2020 \
             09-Jul-2020 09-Aug-2020 09-Sep-2020 09-Oct-2020 09-Nov-2020 09-Dec-2020"
        );
    }

    #[test]
    fn d2_no_regional_settings() {
        // Nothing but the date and the surface goes in, so nothing else can change what comes out.
        let format: fn(&FhirDate, Surface) -> String = date;
        assert_eq!(format(&parsed("1980-08-14"), Surface::Clinical), "14-Aug-1980");
    }

    #[test]
    fn d3_weekday() {
        assert_eq!(weekday_date(&parsed("1998-04-24"), Surface::Clinical), "Fri 24-Apr-1998");
        assert_eq!(weekday_date(&parsed("1998-04-24"), Surface::Prose), "Friday 24 April 1998");
        assert_eq!(weekday_date(&parsed("1998-04"), Surface::Clinical), "Apr-1998");
    }

    #[test]
    fn d4_null_date() {
        assert_eq!(date_or_missing(None, Surface::Clinical), "Not recorded");
        assert_eq!(date_or_missing(None, Surface::Prose), "No data");
        assert_eq!(date_or_missing(Some(&parsed("2019")), Surface::Clinical), "2019");
    }

    #[test]
    fn d5_partial_dates() {
        assert_eq!(clinical("2019"), "2019");
        assert_eq!(clinical("2019-03"), "Mar-2019");
        assert_eq!(date(&parsed("2019-03"), Surface::Prose), "March 2019");
        assert_eq!(date(&parsed("2019"), Surface::Prose), "2019");
    }

    #[test]
    fn d6_long_form() {
        assert_eq!(
            date_forms(&parsed("1980-08-14")),
            DateForms {
                short: "14-Aug-1980".to_owned(),
                long: "14 August 1980".to_owned(),
                machine: "1980-08-14".to_owned(),
            }
        );
        let month = date_forms(&parsed("2019-03"));
        assert_eq!((month.long.as_str(), month.machine.as_str()), ("March 2019", "2019-03"));
        assert_eq!(date_forms(&parsed("2019")).machine, "2019");
        // Late in the evening in UTC it is the next day in London's summer.
        assert_eq!(date_forms(&parsed("2019-07-01T23:30:00Z")).machine, "2019-07-02");
    }

    #[test]
    fn surface_decides_the_date() {
        assert_eq!(date(&parsed("2018-08-06"), Surface::Clinical), "06-Aug-2018");
        assert_eq!(date(&parsed("2018-08-06"), Surface::Prose), "6 August 2018");
        let today = Today::at(Moment::from_micros(0));
        assert_eq!(day(today, Surface::Clinical), "01-Jan-1970");
    }
}
