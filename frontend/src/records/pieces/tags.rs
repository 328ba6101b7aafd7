//! Small tags: where something came from, and what must stand beside it.

use commonweal_shared::display::text::one_line;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::records::{Detail, Label, Row};

use super::{Show, setting_icon};
use crate::records::markup::{Element, Node, el};

/// The source of a row: its setting as icon and word, its name for whoever asks.
pub(crate) fn source_tag(show: Show<'_>, code: &OdsCode) -> Element {
    let name = show.record.source_name(code);
    let word = show.record.source_word(code);
    let setting = show.record.chart.source(code).and_then(|source| source.setting);
    let hidden = (name != word).then(|| el("span").class("nhsuk-u-visually-hidden").add(format!(" ({name})")));
    el("span").class("cw-source").attr("title", name.clone()).add(setting_icon(setting)).add(word).maybe(hidden)
}

/// The sources of a row and of its other versions, each once.
pub(crate) fn source_tags(show: Show<'_>, row: &Row) -> Element {
    let mut codes = vec![&row.source];
    for other in &row.also {
        if !codes.contains(&&other.source) {
            codes.push(&other.source);
        }
    }
    el("span").class("cw-from").all(codes.into_iter().map(|code| source_tag(show, code)))
}

/// What the source calls a value, such as `Critical high`: a number alone does not say that it is dangerous.
pub(crate) fn interpretation_tag(row: &Row) -> Option<Element> {
    let Detail::Measure(measure) = &row.detail else { return None };
    measure.interpretation.as_deref().map(|words| el("span").class("cw-label").add(one_line(words)))
}

/// What must stand beside a row; what could harm is set stronger.
pub(crate) fn label_tags(labels: &[Label]) -> Vec<Node> {
    labels.iter().map(|label| label_tag(*label).into()).collect()
}

fn label_tag(label: Label) -> Element {
    let class = match label {
        Label::NotGiven | Label::EnteredInError | Label::Degraded | Label::Nopat => "cw-label cw-label--strong",
        Label::TextOnly | Label::StatusUnknown | Label::BadReference | Label::EarlierVersion => {
            "cw-label cw-label--quiet"
        }
        _ => "cw-label",
    };
    el("span").class(class).attr("data-label", label.id()).add(label.words())
}
