use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Plain,
    Held(Vec<i64>),
    Named { number: Option<String> },
}

#[derive(Debug, PartialEq, Deserialize)]
struct All {
    text: String,
    whole: i64,
    small: u32,
    yes: bool,
    kinds: Vec<Kind>,
    #[serde(default)]
    missing: Option<u8>,
    map: BTreeMap<String, ()>,
}

fn both<'de, T: Deserialize<'de> + PartialEq + fmt::Debug>(text: &'de str) {
    let general: Result<T, ()> = serde_json::from_str(text).map_err(|_| ());
    assert_eq!(read::<T>(text.as_bytes()).map_err(|_| ()), general, "{text}");
}

#[test]
fn it_reads_what_the_general_reader_reads() {
    let whole = r#" {"text":"a \"b\" \\ \/ \u00e9 \ud83d\ude00 é 😀\n","whole":-9223372036854775808,"small":7,
        "yes":true,"extra":{"a":[1.5e3,null,{"b":"}"}]},"kinds":["plain",{"held":[1,2,-3]},{"held":[]},
        {"named":{"number":null}},{"named":{"number":"1"}}],"map":{"k":null}} "#;
    both::<All>(whole);
    for text in [
        "0",
        "-0",
        "7",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "1.0",
        "1e3",
        "-",
        "",
        "null",
        "\"7\"",
        "[7]",
    ] {
        both::<i64>(text);
    }
    for text in ["300", "255", "-1"] {
        both::<u8>(text);
    }
    for text in ["\"\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"a", "\"\\x\"", "\"\u{1}\"", "7"] {
        both::<String>(text);
    }
    for text in ["[]", "[1]", "[1,]", "[,1]", "[1 2]", "[1", "[1]]", "[1] x", " [ 1 , 2 ] "] {
        both::<Vec<i64>>(text);
    }
    for text in ["\"plain\"", "\"held\"", "{\"plain\":null}", "{\"held\":[1]}", "{\"held\":[1],\"plain\":null}", "{}"] {
        both::<Kind>(text);
    }
}

#[test]
fn an_answer_cut_anywhere_is_malformed_and_never_a_panic() {
    let whole = r#"{"text":"é\n","whole":1,"small":2,"yes":false,"kinds":[{"held":[1]}],"map":{}}"#;
    assert!(read::<All>(whole.as_bytes()).is_ok());
    for end in 0..whole.len() {
        assert_eq!(read::<All>(&whole.as_bytes()[..end]), Err(Malformed), "cut at {end}");
    }
}

#[test]
fn depth_is_bounded() {
    let deep = "[".repeat(100_000);
    assert_eq!(read::<de::IgnoredAny>(deep.as_bytes()).map(|_| ()), Err(Malformed));
}

#[test]
fn a_chart_reads_the_same() {
    let chart = crate::records::sample_chart_json();
    let general: commonweal_shared::records::Chart = serde_json::from_str(&chart).expect("a chart");
    assert_eq!(read(chart.as_bytes()), Ok(general));
}
