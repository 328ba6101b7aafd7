//! The nine organisations of the demonstration system.
//!
//! Their codes begin with `ZZ`, which the Organisation Data Service has not issued, so that no
//! demonstration record can be taken for one of a real organisation.

use commonweal_shared::system::CareSetting;

/// The fictional integrated care system to which all nine organisations belong.
pub const ICS_NAME: &str = "Fellside and Vale Integrated Care System";

/// An organisation of the demonstration system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoOrganisation {
    /// The fictional organisation code (`ZZA01` to `ZZA09`).
    pub code: &'static str,
    /// The name that people read.
    pub name: &'static str,
    /// The one care setting that it stands for.
    pub setting: CareSetting,
    /// Whether it is a source of records; the voluntary organisation and the ICB are not.
    pub sends_records: bool,
}

const fn source(code: &'static str, name: &'static str, setting: CareSetting) -> DemoOrganisation {
    DemoOrganisation { code, name, setting, sends_records: true }
}

const fn reader(code: &'static str, name: &'static str, setting: CareSetting) -> DemoOrganisation {
    DemoOrganisation { code, name, setting, sends_records: false }
}

static ORGANISATIONS: [DemoOrganisation; 9] = [
    source("ZZA01", "Fellside Royal Hospitals NHS Foundation Trust", CareSetting::Acute),
    source("ZZA02", "Vale Mental Health NHS Trust", CareSetting::MentalHealth),
    source("ZZA03", "Vale and Dale Community Health Services", CareSetting::Community),
    source("ZZA04", "Beckfoot Lane Surgery", CareSetting::GeneralPractice),
    source("ZZA05", "Marketgate Eyecare", CareSetting::Optometry),
    source("ZZA06", "Northfell Ambulance Service", CareSetting::Ambulance),
    source("ZZA07", "Fellside and Vale Council Adult Social Care", CareSetting::SocialCare),
    reader("ZZA08", "Fellside Good Neighbours", CareSetting::Voluntary),
    reader("ZZA09", "Fellside and Vale Integrated Care Board", CareSetting::Icb),
];

/// All nine organisations, one for each care setting, those that send records first.
#[must_use]
pub fn organisations() -> &'static [DemoOrganisation] {
    &ORGANISATIONS
}
