//! A small reader of Prometheus' text format (version 0.0.4), written apart from the writer.

use std::collections::{BTreeMap, BTreeSet};

/// The families of a page by name: their kind, and their samples by name and labels.
pub(super) type Families = BTreeMap<String, (String, BTreeMap<String, f64>)>;

/// Reads a page.
///
/// # Panics
/// When it is not what the format allows.
pub(super) fn read(page: &str) -> Families {
    assert!(page.ends_with('\n'), "the last line ends");
    let mut families = Families::new();
    let mut helped = BTreeSet::new();
    let mut current = String::new();
    for line in page.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').expect("a name and a help");
            assert!(is_name(name) && !help.trim().is_empty(), "{line}");
            assert!(helped.insert(name.to_owned()), "helped twice: {line}");
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').expect("a name and a kind");
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(helped.contains(name), "no help before: {line}");
            assert!(families.insert(name.to_owned(), (kind.to_owned(), BTreeMap::new())).is_none(), "twice: {line}");
            name.clone_into(&mut current);
        } else {
            let (sample, value) = line.rsplit_once(' ').expect("a sample and a value");
            let value: f64 = value.parse().unwrap_or_else(|_| panic!("no number: {line}"));
            let (name, labels) = match sample.split_once('{') {
                Some((name, labels)) => (name, labels.strip_suffix('}').expect("labels end")),
                None => (sample, ""),
            };
            check_labels(labels);
            let (kind, samples) = families.get_mut(&current).expect("a type before the first sample");
            let suffix = name.strip_prefix(current.as_str()).unwrap_or_else(|| panic!("not of {current}: {line}"));
            let allowed: &[&str] = if kind == "histogram" { &["_bucket", "_sum", "_count"] } else { &[""] };
            assert!(allowed.contains(&suffix) && is_name(name), "{line}");
            assert!(kind == "gauge" || value >= 0.0, "{line}");
            assert!(kind != "counter" || name.ends_with("_total"), "{line}");
            assert!(samples.insert(format!("{suffix}{{{labels}}}"), value).is_none(), "twice: {line}");
        }
    }
    for (name, (kind, samples)) in &families {
        if kind == "histogram" {
            check_histogram(name, page, samples);
        }
    }
    families
}

fn is_name(name: &str) -> bool {
    !name.starts_with(|sign: char| sign.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_' || sign == ':')
}

/// `a="b",c="d"` with the three escapes that there are, each label once.
fn check_labels(labels: &str) {
    let mut seen = BTreeSet::new();
    let mut rest = labels;
    while !rest.is_empty() {
        let (label, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("no label: {labels}"));
        assert!(is_name(label) && seen.insert(label), "{labels}");
        let mut signs = after.char_indices();
        let end = loop {
            match signs.next().unwrap_or_else(|| panic!("a value that does not end: {labels}")) {
                (at, '"') => break at,
                (_, '\\') => {
                    let escaped = signs.next().map(|(_, sign)| sign);
                    assert!(matches!(escaped, Some('\\' | '"' | 'n')), "{labels}");
                }
                _ => {}
            }
        };
        rest = &after[end + 1..];
        rest = match rest.strip_prefix(',') {
            Some(more) => more,
            None if rest.is_empty() => rest,
            None => panic!("no comma: {labels}"),
        };
    }
}

/// In the order of the page, each series' buckets rise in end and count, and the last has them all.
fn check_histogram(name: &str, page: &str, samples: &BTreeMap<String, f64>) {
    let mut series: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for line in page.lines() {
        let Some(rest) = line.strip_prefix(&format!("{name}_bucket{{")) else { continue };
        let (labels, count) = rest.rsplit_once("} ").expect("labels and a count");
        let (others, end) = labels.rsplit_once("le=\"").expect("an upper end");
        let end = end.trim_end_matches('"').replace("+Inf", "inf").parse().expect("a number");
        let of = series.entry(others.trim_end_matches(',').to_owned()).or_default();
        of.push((end, count.parse().expect("a number")));
    }
    for (labels, buckets) in series {
        assert!(buckets.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{name}{{{labels}}}: {buckets:?}");
        let (end, all) = *buckets.last().expect("a bucket");
        assert!(end.is_infinite(), "{name}{{{labels}}}");
        assert_eq!(samples.get(&format!("_count{{{labels}}}")), Some(&all), "{name}{{{labels}}}");
        assert!(samples.contains_key(&format!("_sum{{{labels}}}")), "{name}{{{labels}}}");
    }
}

#[test]
#[should_panic(expected = "twice")]
fn a_sample_that_stands_twice_is_found() {
    read("# HELP a A.\n# TYPE a gauge\na 1\na 2\n");
}

#[test]
#[should_panic(expected = "h{}")]
fn buckets_that_fall_are_found() {
    read("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 3\nh_bucket{le=\"+Inf\"} 2\nh_sum 4\nh_count 2\n");
}
