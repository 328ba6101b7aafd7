//! How the record is written for a person: each rule a function, each test named after its rule.
//!
//! The rule numbers (D1, N1, M4 …) are those of the project's domain notes on display, which come
//! from the NHS Common User Interface guidance (ISB 1500 to 1508) for [`Surface::Clinical`] and
//! from the NHS service manual for [`Surface::Prose`]. Nothing here reads a clock, a locale or the
//! person's settings (rule D2), and nothing panics on any input.
//!
//! Text from a source goes through [`text::safe`] on its way out.
//!
//! These rules are about the page and not about words, so the front end keeps them:
//!
//! - banner: B1 (tab order; the order itself is [`Banner::lines`]), B7, B8, B9, B10, B11, B12, B15,
//!   and the pattern of B5;
//! - names: N3 (wrap between the parts of [`PersonName::parts`]); numbers: the non-breaking part of
//!   I1, copying in I2; dates: D7, and the two spans of D6 ([`DateForms`] has their texts);
//! - medicines: M9, M11, wrapping by M10 (between [`Attribute`]s), the buttons of L1; L2 is the
//!   absence state of the section; a line's double spaces (M8) need `white-space: pre-wrap`;
//! - allergies: the icons and weights of AL2 to AL4 ([`AllergyTitle::style`] says which);
//! - results: GT1 to GT9, GT11 and GT12.

mod age;
mod allergy;
mod banner;
mod contact;
mod date;
mod duration;
mod gender;
mod medicine;
mod name;
mod number;
mod surface;
pub mod text;
mod time_of_day;

pub use age::{age, age_at_death};
pub use allergy::{AllergyTitle, TitleStyle, last_updated};
pub use banner::{Banner, BannerLabel, BannerLine, Deceased};
pub use contact::{address, phone, postcode};
pub use date::{DateForms, date, date_forms, date_or_missing, day, long_date, weekday_date};
pub use duration::Duration;
pub use gender::{Gender, Sex};
pub use medicine::{
    Attribute, Dose, Drug, MedicineLine, MedicineList, MedicineState, MedicineStatus, RECENTLY_STOPPED_DAYS, Run,
    dose_number, dose_quantity, medicine_state, newest_first, out_of_view_notice, stopped_notice, stopped_recently,
    strength,
};
pub use name::PersonName;
pub use number::{Comparator, RoundedNumber, align_decimals, quantity, reference_range, round_decimal, unit_words};
pub use surface::{NOT_KNOWN, NOT_RECORDED, Surface};
pub use time_of_day::{
    CLOCK_NOTE, approximate_time, date_time, date_time_at, date_time_forms, date_time_or_missing, moment_forms,
    offset_title, time,
};

#[cfg(test)]
mod tests;
