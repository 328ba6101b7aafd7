//! What sections, summary, timeline and drawer are all made of.

mod dates;
mod detail;
mod fact_list;
mod graph;
mod graph_field;
mod opener;
mod provenance;
mod setting_icon;
mod show;
mod sparkline;
mod tags;
mod toggle;

pub(crate) use dates::{dated, dated_brief, dated_moment, dated_time};
pub(crate) use detail::detail;
pub(crate) use fact_list::FactList;
pub(crate) use graph::graph;
pub(crate) use opener::{medicine_text, opener};
pub(crate) use provenance::{part_line, parts_list};
pub(crate) use setting_icon::setting_icon;
pub(crate) use show::Show;
pub(crate) use sparkline::sparkline;
pub(crate) use tags::{interpretation_tag, label_tags, source_tag, source_tags};
pub(crate) use toggle::toggle;
