use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn date(text: &str) -> FhirDate {
    FhirDate::parse(text).expect("the test writes a valid date")
}

#[test]
fn the_four_precisions() {
    for (text, precision, start, civil) in [
        ("2019", Precision::Year, (2019, 1, 1), None),
        ("2019-03", Precision::Month, (2019, 3, 1), None),
        ("2019-03-31", Precision::Day, (2019, 3, 31), Some((2019, 3, 31))),
        ("2019-07-01T23:30:00Z", Precision::Time, (2019, 7, 2), Some((2019, 7, 2))),
        ("2019-07-01T23:30", Precision::Time, (2019, 7, 1), Some((2019, 7, 1))),
        ("0001", Precision::Year, (1, 1, 1), None),
        ("9999-12-31", Precision::Day, (9999, 12, 31), Some((9999, 12, 31))),
    ] {
        let date = date(text);
        assert_eq!(date.as_str(), text);
        assert_eq!(date.precision(), precision, "{text}");
        assert_eq!(date.start_day(), start, "{text}");
        assert_eq!(date.civil_day(), civil, "{text}");
    }
}

#[test]
fn h2_twenty_four_hours_is_the_next_midnight() {
    let end = date("2019-03-30T24:00:00");
    assert_eq!(end.sort_key(), date("2019-03-31T00:00:00").sort_key());
    assert_eq!(end.civil_day(), Some((2019, 3, 31)));
    assert!(FhirDate::parse("2019-03-31T24:01:00").is_err());
    assert!(FhirDate::parse("9999-12-31T24:00:00").is_err());
}

#[test]
fn h4_no_zone_means_london() {
    let key = |text: &str| date(text).sort_key();
    assert_eq!(key("2019-07-01T12:00:00"), key("2019-07-01T11:00:00Z"));
    assert_eq!(key("2019-01-01T12:00:00"), key("2019-01-01T12:00:00Z"));
    assert_eq!(key("2019-07-01"), key("2019-07-01T00:00:00+01:00"));
    // Shown twice: the first. Left out: moved on by an hour.
    assert_eq!(key("2026-10-25T01:30:00"), key("2026-10-25T00:30:00Z"));
    assert_eq!(key("2026-10-25T02:00:00"), key("2026-10-25T02:00:00Z"));
    assert_eq!(key("2026-03-29T01:30:00"), key("2026-03-29T02:30:00+01:00"));
    assert_eq!(key("2026-03-29T00:59:59"), key("2026-03-29T00:59:59Z"));
    assert_eq!(key("2026-03-29T02:00:00"), key("2026-03-29T01:00:00Z"));
}

#[test]
fn order_is_by_start_and_then_by_text() {
    let sorted =
        ["1980", "1980-01", "1980-01-01", "1980-01-01T00:00:00.000001Z", "1980-01-01T00:00:00.5Z", "1980-02", "1981"];
    let mut dates: Vec<FhirDate> = sorted.iter().rev().map(|text| date(text)).collect();
    dates.sort();
    assert_eq!(dates.iter().map(FhirDate::as_str).collect::<Vec<_>>(), sorted);
}

#[test]
fn what_is_no_date_says_why() {
    let message = |text: &str| FhirDate::parse(text).map_err(|error| error.to_string());
    assert_eq!(message("2019-13"), Err("month 13 is not possible: 1 to 12 was expected".to_owned()));
    assert_eq!(message("2019-02-29"), Err("day 29 is not possible: 1 to 28 was expected".to_owned()));
    assert_eq!(message("0000"), Err("year 0 is not possible: 1 to 9999 was expected".to_owned()));
    assert_eq!(
        message("14/08/1980"),
        Err("\"14/08/1980\" is not a date: a year of four digits was expected".to_owned())
    );
    for text in [
        "",
        " ",
        "19",
        "19800",
        "1980-",
        "1980-8",
        "1980-08-",
        "1980-08-14T",
        "1980-08-14T09",
        "1980-08-14 09:05",
        "1980-08-14T09:05:61",
        "1980-08-14T25:00",
        "1980-08-14T09:05:00.",
        "1980-08-14T09:05:00z",
        "1980-08-14T09:05:00+0100",
        "1980-08-14T09:05:00+15:00",
        "1980-08-14T09:05:00+14:30",
        "1980-08-14T09:05:00ZZ",
        "1980-08-14\u{202e}",
        "-980",
        " 1980",
        "1980 ",
        "１９８０",
        "1980-08-14T09:05:00\0",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:00:00-10:00",
        "\u{1f600}",
        "19é0",
    ] {
        assert!(FhirDate::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn on_the_wire_a_string() {
    let json = serde_json::to_string(&date("2019-03"));
    assert_eq!(json.ok().as_deref(), Some("\"2019-03\""));
    assert_eq!(serde_json::from_str::<FhirDate>("\"2019-03\"").ok(), Some(date("2019-03")));
    let error = serde_json::from_str::<FhirDate>("\"2019-14\"").map_err(|error| error.to_string());
    assert!(error.is_err_and(|message| message.starts_with("month 14 is not possible")));
}
