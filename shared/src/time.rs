//! Time as the record knows it: dates as a source wrote them, instants, and the day "today".
//!
//! No clock is read here. The caller says what time it is by handing over a [`Moment`], so that
//! every rule which depends on today can be tested on any day.
//!
//! Times are kept in UTC and shown in Europe/London (display rule H4).

mod calendar;
mod fhir_date;
mod london;
mod moment;
mod summer;

pub use calendar::{Weekday, days_from_civil, days_in_month, weekday};
pub use fhir_date::{FhirDate, FhirDateError, Precision};
pub use london::{LondonTime, moment_in_london};
pub use moment::{Moment, Today};
