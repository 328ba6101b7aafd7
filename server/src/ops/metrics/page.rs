use std::fmt::{Display, Write as _};

use crate::ops::Histogram;

/// A page in Prometheus' text format, version 0.0.4.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// Begins a family: what follows until the next one are its samples.
    pub(super) fn family(&mut self, name: &'static str, kind: &'static str, help: &'static str) -> Family<'_> {
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {kind}"));
        Family { page: self, name }
    }

    /// A family of one sample without labels.
    pub(super) fn one(&mut self, name: &'static str, kind: &'static str, help: &'static str, value: impl Display) {
        self.family(name, kind, help).sample(&[], value);
    }

    /// The page.
    pub(super) fn text(self) -> String {
        self.text
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }
}

/// A family that is being written.
pub(super) struct Family<'p> {
    page: &'p mut Page,
    name: &'static str,
}

impl Family<'_> {
    /// One sample.
    pub(super) fn sample(&mut self, labels: &[(&str, &str)], value: impl Display) -> &mut Self {
        self.named("", labels, value);
        self
    }

    /// All samples of one histogram.
    pub(super) fn histogram(&mut self, labels: &[(&str, &str)], histogram: &Histogram) -> &mut Self {
        let so_far = histogram.so_far();
        for (end, count) in &so_far {
            let with_end: Vec<_> = labels.iter().copied().chain([("le", end.as_str())]).collect();
            self.named("_bucket", &with_end, count);
        }
        self.named("_sum", labels, histogram.sum());
        self.named("_count", labels, so_far.last().map_or(0, |(_, all)| *all));
        self
    }

    fn named(&mut self, suffix: &str, labels: &[(&str, &str)], value: impl Display) {
        let name = self.name;
        if labels.is_empty() {
            self.page.line(format_args!("{name}{suffix} {value}"));
        } else {
            let labels: Vec<String> =
                labels.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value))).collect();
            self.page.line(format_args!("{name}{suffix}{{{}}} {value}", labels.join(",")));
        }
    }
}

/// A label's value as the format wants it.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped() {
        let mut page = Page::default();
        page.family("a", "gauge", "A.").sample(&[("b", "C:\\ \"d\"\ne")], 1);
        assert_eq!(page.text(), "# HELP a A.\n# TYPE a gauge\na{b=\"C:\\\\ \\\"d\\\"\\ne\"} 1\n");
    }
}
