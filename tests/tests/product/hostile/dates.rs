//! Dates that can't be, and those at the ends of the calendar.

use commonweal_shared::records::Label;
use commonweal_tests::run;
use insta::assert_snapshot;

use super::{House, only, told, with};

#[test]
fn each_date_is_read_or_kept_as_it_came() {
    run(async {
        let dates = [
            "9999-12-31",
            "9999-12-31T23:59:59-14:00",
            "0001-01-01",
            "0001-01-01T00:00:00+14:00",
            "0000-01-01",
            "2026-02-30",
            "2025-02-29",
            "2026-13-01",
            "2026-00-00",
            "2026-01-01T24:00:00Z",
            "2026-01-01T24:00:01Z",
            "2026-06-30T23:59:60Z",
            "2026-06-30T23:59:61Z",
            "2026-01-01T00:00:00+99:99",
            "2026-01-01T00:00:00-24:00",
            "2026-01-01T00:00",
            "-2026-01-01",
            "+2026-01-01",
            "20260101",
            "01/02/2026",
            "2026-1-1",
            "2026-01-01T00:00:00.99999999999999999999Z",
            "10000-01-01",
            "now",
            "{{ date }}",
        ];
        let mut lines = Vec::new();
        let house = House::open().await;
        let resources: Vec<String> = dates
            .iter()
            .map(|date| {
                format!(
                    r#"{{"resourceType": "Observation", "status": "final", "code": {{"text": "Pain of {date}"}},
                        "effectiveDateTime": "{date}", "issued": "{date}"}}"#
                )
            })
            .collect();
        let tally = house.take(with(&resources.iter().map(String::as_str).collect::<Vec<_>>())).await;
        assert_eq!((tally.placed, tally.unreadable), (dates.len(), 0), "{tally}");
        let chart = house.chart(only(&tally)).await;
        let rows: Vec<_> = chart.sections.iter().flat_map(|section| &section.rows).collect();
        for date in dates {
            let title = format!("Pain of {date}");
            let row = rows.iter().find(|row| row.title == title).unwrap_or_else(|| panic!("no {title}"));
            let labels: Vec<&Label> = row
                .labels
                .iter()
                .filter(|label| matches!(label, Label::BadDate | Label::Future | Label::BeforeBirth))
                .collect();
            let kept = row.facts.iter().find(|fact| fact.label.ends_with("as received"));
            let read = row.when.as_ref().map(|when| when.as_str());
            assert_eq!(read.or(kept.map(|fact| fact.value.as_str())), Some(date), "nothing is lost or changed");
            lines.push((date, format!("{} {labels:?}", if read.is_some() { "read" } else { "kept" })));
        }
        assert_snapshot!(told(lines.into_iter()), @r#"
        9999-12-31: read [Future]
        9999-12-31T23:59:59-14:00: kept [BadDate]
        0001-01-01: read [BeforeBirth]
        0001-01-01T00:00:00+14:00: kept [BadDate]
        0000-01-01: kept [BadDate]
        2026-02-30: kept [BadDate]
        2025-02-29: kept [BadDate]
        2026-13-01: kept [BadDate]
        2026-00-00: kept [BadDate]
        2026-01-01T24:00:00Z: read []
        2026-01-01T24:00:01Z: kept [BadDate]
        2026-06-30T23:59:60Z: read []
        2026-06-30T23:59:61Z: kept [BadDate]
        2026-01-01T00:00:00+99:99: kept [BadDate]
        2026-01-01T00:00:00-24:00: kept [BadDate]
        2026-01-01T00:00: read []
        -2026-01-01: kept [BadDate]
        +2026-01-01: kept [BadDate]
        20260101: kept [BadDate]
        01/02/2026: kept [BadDate]
        2026-1-1: kept [BadDate]
        2026-01-01T00:00:00.99999999999999999999Z: read []
        10000-01-01: kept [BadDate]
        now: kept [BadDate]
        {{ date }}: kept [BadDate]
        "#);
    });
}

#[test]
fn a_birth_or_a_death_that_cannot_be_is_none() {
    run(async {
        let house = House::open().await;
        let mut lines = Vec::new();
        for (nth, born) in ["9999-12-31", "0001-01-01", "2026-02-30", "1950", "05/05/1950"].into_iter().enumerate() {
            let patient = format!(
                r#"{{"resourceType": "Patient", "id": "p{nth}", "name": [{{"family": "Holloway"}}], "birthDate": "{born}", "deceasedDateTime": "{born}"}}"#
            );
            let identity = house.chart(only(&house.take(patient).await)).await.person.identity;
            let shown = |date: Option<commonweal_shared::time::FhirDate>| {
                date.map_or("none".to_owned(), |date| date.as_str().to_owned())
            };
            lines.push((
                born,
                format!("born {}, died {}, deceased {}", shown(identity.born), shown(identity.died), identity.deceased),
            ));
        }
        assert_snapshot!(told(lines.into_iter()), @r#"
        9999-12-31: born 9999-12-31, died 9999-12-31, deceased true
        0001-01-01: born 0001-01-01, died 0001-01-01, deceased true
        2026-02-30: born none, died none, deceased true
        1950: born 1950, died 1950, deceased true
        05/05/1950: born none, died none, deceased true
        "#);
    });
}
