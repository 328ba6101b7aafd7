//! The ways in which a file breaks, each by chance.

use super::Dice;
use super::scan::{Span, has_key, scan};

/// What stands in a value's place.
const BOUNDARIES: [&str; 44] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "00",
    "-1",
    "1e999",
    "-1e-999",
    "1E+400",
    "NaN",
    "12345678901234567890123456789012345678901",
    "0.000000000000000000000000000000000000001",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\u{202e}terces\"",
    "\"\u{200b}\"",
    "\"9999-12-31\"",
    "\"0001-01-01\"",
    "\"0000-00-00\"",
    "\"2026-02-30\"",
    "\"2026-06-30T23:59:60Z\"",
    "\"2026-01-01T24:00:00Z\"",
    "\"2026-01-01T00:00:00+99:99\"",
    "\"9999-12-31T23:59:59-14:00\"",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "{\"\": null}",
    "{\"reference\": \"Patient/somebody-else\"}",
    "{\"reference\": \"#\"}",
    "{\"reference\": \"#nowhere\"}",
    "\"Patient/somebody-else\"",
    "\"urn:uuid:00000000-0000-0000-0000-000000000000\"",
    "\"https://elsewhere.example/Patient/7\"",
    "\"9990000018\"",
    "\"999 000 0026\"",
    "\"entered-in-error\"",
    "\"Bundle\"",
    "\"Patient\"",
    "{{ value }}",
];

/// A bundle with some of its entries left out, so that a change meets something that matters; a Patient stays.
pub fn cut(text: &[u8], most: usize, dice: &mut Dice) -> Vec<u8> {
    let spans = scan(text);
    let Some(list) = spans.iter().position(|span| span.parent == Some(0) && has_key(text, span, "entry")) else {
        return text.to_vec();
    };
    let entries: Vec<&Span> = spans.iter().filter(|span| span.parent == Some(list)).collect();
    let is_patient = |span: &Span| contains(&text[span.at.clone()], b"\"Patient\"");
    let mut kept = Vec::new();
    for (nth, span) in entries.iter().enumerate() {
        let left = entries.len() - nth;
        let wanted = most.saturating_sub(kept.len());
        if dice.below(left) < wanted || (is_patient(span) && kept.len() < most * 2) {
            kept.push(&text[span.at.clone()]);
        }
    }
    let at = &spans[list].at;
    [&text[..at.start], b"[", &kept.join(&b","[..]), b"]", &text[at.end..]].concat()
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// Changes a text once to four times; `other` is another one, to take parts from.
pub fn change(text: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..=dice.below(4) {
        text = change_once(&text, other, dice);
    }
    text
}

fn change_once(text: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let spans = scan(text);
    if spans.len() < 2 || text.is_empty() {
        return flip(text, dice);
    }
    let any = &spans[1 + dice.below(spans.len() - 1)];
    let value = &text[any.at.clone()];
    match dice.below(20) {
        0 => flip(text, dice),
        1 => text[..dice.below(text.len())].to_vec(),
        2 | 3 => without(text, any),
        4 | 5 => twice(text, any, value),
        // A key twice, with another value.
        6 => twice(text, any, dice.pick(&BOUNDARIES).as_bytes()),
        7 | 8 => swapped(text, &spans, any, dice),
        9 | 10 => replaced(text, any, dice.pick(&BOUNDARIES).as_bytes()),
        11 => replaced(text, any, &[b"[", value, b"]"].concat()),
        12 => replaced(text, any, &[b"{\"value\":", value, b"}"].concat()),
        13 => replaced(text, any, serde_json::Value::from(String::from_utf8_lossy(value)).to_string().as_bytes()),
        14 => {
            let deep = 1 + dice.below(4_000);
            replaced(text, any, &[b"[".repeat(deep).as_slice(), value, b"]".repeat(deep).as_slice()].concat())
        }
        15 => spliced(text, any, other, dice),
        16 => grafted(text, &spans, other, dice, |key| key == "subject" || key == "patient"),
        17 => grafted(text, &spans, other, dice, |key| key == "resource"),
        18 => grafted(text, &spans, other, dice, |_| true),
        _ => other_patient(text, &spans, other, dice),
    }
}

fn replaced(text: &[u8], span: &Span, by: &[u8]) -> Vec<u8> {
    [&text[..span.at.start], by, &text[span.at.end..]].concat()
}

fn flip(text: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..=dice.below(8) {
        if text.is_empty() {
            break;
        }
        let at = dice.below(text.len());
        text[at] = match dice.below(3) {
            0 => text[at] ^ (1 << dice.below(8)),
            1 => *dice.pick(b"{}[]\",:\\0-e \x00\xff"),
            _ => u8::try_from(dice.below(256)).unwrap_or_default(),
        };
    }
    text
}

/// Without a member or an item, and without the comma beside it.
fn without(text: &[u8], span: &Span) -> Vec<u8> {
    let mut start = span.key.as_ref().map_or(span.at.start, |key| key.start);
    let mut end = span.at.end;
    let blank = |byte: &u8| byte.is_ascii_whitespace();
    let after = text[end..].iter().position(|byte| !blank(byte)).filter(|more| text[end + more] == b',');
    let before = text[..start].iter().rposition(|byte| !blank(byte)).filter(|at| text[*at] == b',');
    match (after, before) {
        (Some(more), _) => end += more + 1,
        (None, Some(comma)) => start = comma,
        (None, None) => {}
    }
    [&text[..start], &text[end..]].concat()
}

/// With a member or an item once more after itself.
fn twice(text: &[u8], span: &Span, value: &[u8]) -> Vec<u8> {
    let key = span.key.as_ref().map_or(Vec::new(), |key| [&text[key.clone()], b":"].concat());
    [&text[..span.at.end], b",", &key, value, &text[span.at.end..]].concat()
}

/// Two values in each other's places: of the same key where there is another of it.
fn swapped(text: &[u8], spans: &[Span], one: &Span, dice: &mut Dice) -> Vec<u8> {
    let name = |span: &Span| span.key.as_ref().map(|key| &text[key.clone()]);
    let apart = |span: &&Span| span.at.end <= one.at.start || span.at.start >= one.at.end;
    let alike: Vec<&Span> = spans.iter().filter(apart).filter(|span| name(span) == name(one)).collect();
    let Some(other) = (!alike.is_empty()).then(|| *dice.pick(&alike)) else { return text.to_vec() };
    let (first, second) = if one.at.start < other.at.start { (one, other) } else { (other, one) };
    [
        &text[..first.at.start],
        &text[second.at.clone()],
        &text[first.at.end..second.at.start],
        &text[first.at.clone()],
        &text[second.at.end..],
    ]
    .concat()
}

/// The beginning of this text and the end of another.
fn spliced(text: &[u8], at: &Span, other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let places = scan(other);
    let from = if places.is_empty() { 0 } else { places[dice.below(places.len())].at.start };
    [&text[..at.at.start], &other[from..]].concat()
}

/// A value of another text in the place of one of the same key.
fn grafted(text: &[u8], spans: &[Span], other: &[u8], dice: &mut Dice, wanted: impl Fn(&str) -> bool) -> Vec<u8> {
    let key_of = |text: &[u8], span: &Span| {
        span.key
            .as_ref()
            .map(|key| String::from_utf8_lossy(&text[key.start + 1..key.end.max(key.start + 2) - 1]).into_owned())
    };
    let here: Vec<&Span> = spans.iter().filter(|span| key_of(text, span).is_some_and(|key| wanted(&key))).collect();
    if here.is_empty() {
        return text.to_vec();
    }
    let place = *dice.pick(&here);
    let there = scan(other);
    let alike: Vec<&Span> = there.iter().filter(|span| key_of(other, span) == key_of(text, place)).collect();
    if alike.is_empty() {
        return text.to_vec();
    }
    replaced(text, place, &other[dice.pick(&alike).at.clone()])
}

/// The other text's Patient in the place of this one's, or beside it.
fn other_patient(text: &[u8], spans: &[Span], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let patients = |text: &[u8], spans: &[Span]| -> Vec<Span> {
        let kinds =
            spans.iter().filter(|span| &text[span.at.clone()] == b"\"Patient\"" && has_key(text, span, "resourceType"));
        kinds.filter_map(|span| spans.get(span.parent?).cloned()).collect()
    };
    let there = patients(other, &scan(other));
    let here = patients(text, spans);
    let (Some(theirs), Some(ours)) = (there.first(), here.first()) else { return text.to_vec() };
    let theirs = &other[theirs.at.clone()];
    if dice.below(3) == 0 {
        let both = [&text[ours.at.clone()], b"}, {\"resource\":", theirs].concat();
        return replaced(text, ours, &both);
    }
    replaced(text, ours, theirs)
}
