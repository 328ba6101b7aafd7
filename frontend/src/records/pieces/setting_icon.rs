//! One small drawing for each care setting; always beside its word, never instead of it.

use commonweal_shared::system::CareSetting;

use crate::records::markup::{Node, el};

/// The drawing of a setting, or a plain dot where no setting is known.
pub(crate) fn setting_icon(setting: Option<CareSetting>) -> Node {
    // Strokes on a field of 16 by 16.
    let path = match setting {
        Some(CareSetting::GeneralPractice) => "M5 2v4a3 3 0 0 0 6 0V2M8 9v2a3 3 0 0 0 6 0v-1M14 8v2",
        Some(CareSetting::Acute) => "M2 14V3h12v11zM8 5v6M5 8h6",
        Some(CareSetting::Community) => "M2 8l6-5 6 5M4 7v7h8V7M8 9v5",
        Some(CareSetting::MentalHealth) => "M5 14v-3a5 5 0 1 1 7-5l1 3h-2v2H9v3M6 6h4M8 4v4",
        Some(CareSetting::Ambulance) => "M1 4h9v7H1zM10 6h3l2 3v2h-5M4 13h1M12 13h1M4 7h3M5.5 5.5v3",
        Some(CareSetting::Optometry) => "M1 8q7-8 14 0q-7 8-14 0M8 6a2 2 0 1 0 .1 0",
        Some(CareSetting::SocialCare) => "M5 6a2 2 0 1 0-.1 0M11 6a2 2 0 1 0-.1 0M2 13v-4h6v4M8 9h6v4",
        Some(CareSetting::Voluntary) => "M8 14L2 8q-1-5 3-5q3 0 3 3q0-3 3-3q4 0 3 5z",
        Some(CareSetting::Icb) => "M8 1l6 4v6l-6 4-6-4V5z",
        None => "M8 6a2 2 0 1 0 .1 0",
    };
    el("svg")
        .class("cw-icon")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .add(el("path").attr("d", path))
        .into()
}
