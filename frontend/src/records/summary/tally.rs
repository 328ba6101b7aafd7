//! The foot of every page of a record: what was received adds up, and what is kept back is named.

use commonweal_shared::display::text::count;

use crate::records::markup::{Node, el};
use crate::records::model::thousands;
use crate::records::pieces::Show;

/// `1,283 received = 1,190 shown + 91 folded + 2 unreadable (see them)`.
pub(crate) fn tally(show: Show<'_>) -> Node {
    let chart = &show.record.chart;
    let tally = chart.tally;
    let sum = format!(
        "{} received = {} shown + {} folded + {} unreadable",
        written(tally.received),
        written(tally.shown),
        written(tally.folded),
        written(tally.unreadable)
    );
    let other = format!("/records/{}/other", chart.person.id);
    let see = (tally.unreadable > 0)
        .then(|| Node::Many(vec![" (".into(), el("a").attr("href", other.clone()).add("see them").into(), ")".into()]));
    let held: u32 = chart.held.iter().map(|held| held.count).sum();
    let held = (held > 0).then(|| {
        let what = count("received item", usize::try_from(held).unwrap_or(usize::MAX));
        let words =
            if held == 1 { "names another person and is kept back." } else { "name another person and are kept back." };
        el("p")
            .class("cw-held")
            .attr("data-testid", "held-notice")
            .add(format!("{what} {words} "))
            .add(el("a").attr("href", other.clone()).add("See from whom"))
    });
    el("div").class("cw-tally").add(el("p").attr("data-testid", "tally").add(sum).maybe(see)).maybe(held).into()
}

fn written(number: u32) -> String {
    thousands(usize::try_from(number).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::model::{Record, sample};

    #[test]
    fn the_sum_is_written_as_a_sum() {
        let mut chart = sample::chart();
        chart.tally = commonweal_shared::records::Tally { received: 1_283, shown: 1_190, folded: 91, unreadable: 2 };
        let record = Record::new(chart, sample::record().now);
        let text = tally(Show { record: &record, whole: false }).text();
        assert!(text.starts_with("1,283 received = 1,190 shown + 91 folded + 2 unreadable ( see them )"), "{text}");
        assert!(text.contains("2 received items name another person and are kept back."), "{text}");
    }
}
