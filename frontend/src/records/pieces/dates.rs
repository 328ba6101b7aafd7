//! Dates as elements: what is seen and what is heard differ (rule D6).

use commonweal_shared::display::{NOT_RECORDED, Surface, date_forms, date_time_at, offset_title, time};
use commonweal_shared::time::{FhirDate, Moment};

use crate::records::markup::{Element, Node, el};

/// A date without its time; `Not recorded` for none (D4).
pub(crate) fn dated(value: Option<&FhirDate>) -> Node {
    match value {
        Some(value) => element(value, None).into(),
        None => missing().into(),
    }
}

/// A date with its time, where the source stated one.
pub(crate) fn dated_time(value: Option<&FhirDate>) -> Node {
    match value {
        Some(value) => element(value, time(value, Surface::Clinical)).into(),
        None => missing().into(),
    }
}

/// A date for a line of a list: with its time, unless that is the first instant of the day, as sources
/// write it that know no time. The details show it all the same.
pub(crate) fn dated_brief(value: Option<&FhirDate>) -> Node {
    match value {
        Some(value) => element(value, time(value, Surface::Clinical).filter(|time| time != "00:00")).into(),
        None => missing().into(),
    }
}

/// An instant: when something arrived.
pub(crate) fn dated_moment(moment: Moment) -> Node {
    el("time").attr("datetime", moment.to_rfc3339()).add(date_time_at(moment, Surface::Clinical)).into()
}

fn missing() -> Element {
    el("span").class("cw-missing").add(NOT_RECORDED)
}

fn element(value: &FhirDate, time: Option<String>) -> Element {
    let forms = date_forms(value);
    let after = time.map(|time| format!(" {time}")).unwrap_or_default();
    // The night when the clock was put back has two half past ones (H4).
    let title = value.moment().and_then(offset_title);
    let element = el("time")
        .class("cw-date")
        .attr("datetime", forms.machine)
        .add(el("span").attr("aria-hidden", "true").add(forms.short + &after))
        .add(el("span").class("nhsuk-u-visually-hidden").add(forms.long + &after));
    match title {
        Some(title) => element.attr("title", title),
        None => element,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d6_short_for_the_eye_and_long_for_the_ear() {
        let value = FhirDate::parse("1980-08-14").expect("a date");
        let node = dated(Some(&value));
        assert_eq!(node.text(), "14-Aug-1980 14 August 1980");
        assert_eq!(node.values("datetime"), ["1980-08-14"]);
        assert_eq!(node.values("aria-hidden"), ["true"]);
    }

    #[test]
    fn d4_no_date_says_so() {
        assert_eq!(dated(None).text(), "Not recorded");
        assert_eq!(dated_time(None).text(), "Not recorded");
    }
}
