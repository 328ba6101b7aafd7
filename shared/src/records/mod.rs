//! The shared care record: what sources sent, as [`Item`]s, and the [`Chart`] that they fold into.
//!
//! Sources' data arrives as FHIR; the server reads it into items and answers. [`fold`] makes one
//! chart of a person's items: a pure function, so that it can be tested without a database and run
//! again for any moment in the past. The browser knows charts only, never FHIR.

mod absence;
mod answer;
mod chart;
pub mod decimal;
mod detail;
mod fold;
mod item;
mod person;
mod search;
mod section;

pub use absence::{Absence, Warning, WarningCode};
pub use answer::{Answer, Aside, SectionAnswer};
pub use chart::{Chart, Group, Part, PartRole, Row, SectionChart, Source, SourceSection, Tally, Unreadable};
pub use detail::{
    Allergy, Component, Detail, Document, Issue, Measure, Medicine, MedicineGroup, MedicinePart, Negation, Problem,
    Quantity, Range, Report, Significance,
};
pub use fold::{FoldInput, Held, fold};
pub use item::{Code, Fact, Item, Label, Link, LinkKind, Standing};
pub use person::{Address, Identity, NumberOnFile, Person, PersonNameOnFile, Telecom};
pub use search::{Found, SearchError, SearchRequest, SearchTerms};
pub use section::{Clearance, SectionId};
