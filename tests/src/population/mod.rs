//! A population for benches and load: any number of invented people, each with what several organisations send of
//! them. The same seed makes the same bytes on every machine.
//!
//! - `chance`, `day`, `number`: where everything comes from. `words`, `terms`, `series`: what is said and measured.
//! - `life`: one person's facts. `practice` with `events` (STU3, GP Connect) and `service` with `visits` (R4, UK Core):
//!   what an organisation makes of them; they repeat each other, and leave things out, as organisations do.

mod chance;
mod day;
mod events;
mod fhir;
mod life;
mod number;
mod practice;
mod series;
mod service;
mod terms;
#[cfg(test)]
mod tests;
mod visits;
mod words;

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use commonweal_shared::system::CareSetting;

use chance::Chance;
use life::Life;

/// The median of resources in one submission of a practice or a hospital.
const LENGTH: f64 = 225.0;
/// How far lengths spread: one in forty is six times as long as the median, one in a thousand fifteen times.
const SPREAD: f64 = 0.95;
/// No submission is shorter.
const SHORTEST: usize = 25;

/// An organisation that sends of the people of a population.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its code, of the range that nobody has.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub setting: CareSetting,
    /// What it calls a contact.
    contact: &'static str,
    /// Of how many people in a hundred it sends something.
    share: usize,
    /// Its records against those of a hospital, in tenths of the length.
    tenths: usize,
    /// Whether it marks some of it as restricted.
    keeps_secrets: bool,
}

const fn practice_source(code: &'static str, name: &'static str) -> Source {
    let setting = CareSetting::GeneralPractice;
    Source { code, name, setting, contact: "", share: 0, tenths: 10, keeps_secrets: false }
}

/// The practices: everybody is registered with one of them.
pub const PRACTICES: [Source; 3] = [
    practice_source("ZZB11", "Tarnside Surgery"),
    practice_source("ZZB12", "Millrace Medical Centre"),
    practice_source("ZZB13", "Kirkgate Practice"),
];

/// The other organisations, each of which knows some of them.
pub const SERVICES: [Source; 4] = [
    Source {
        code: "ZZB21",
        name: "Ravenmere Infirmary",
        setting: CareSetting::Acute,
        contact: "Outpatient clinic",
        share: 70,
        tenths: 10,
        keeps_secrets: false,
    },
    Source {
        code: "ZZB22",
        name: "Larkbarrow Mental Health Trust",
        setting: CareSetting::MentalHealth,
        contact: "Community mental health team",
        share: 15,
        tenths: 4,
        keeps_secrets: true,
    },
    Source {
        code: "ZZB23",
        name: "Saltbeck Community Health",
        setting: CareSetting::Community,
        contact: "District nurse visit",
        share: 35,
        tenths: 4,
        keeps_secrets: false,
    },
    Source {
        code: "ZZB24",
        name: "Ravenmere Ambulance Service",
        setting: CareSetting::Ambulance,
        contact: "Attended by ambulance",
        share: 12,
        tenths: 2,
        keeps_secrets: false,
    },
];

/// Every organisation that may send.
pub fn sources() -> impl Iterator<Item = &'static Source> {
    PRACTICES.iter().chain(&SERVICES)
}

/// Invented people, one after another. Populations of one seed with different first people have nobody in common.
/// Somebody's number follows from their place alone, so that two seeds would give it to two people: into one database
/// goes one seed.
#[derive(Debug, Clone)]
pub struct Population {
    seed: u64,
    next: usize,
    end: usize,
}

/// Somebody, and what is sent of them.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Their number in the row of all that can be made.
    pub nth: usize,
    /// Their NHS number; valid, of the range for tests, and nobody else's.
    pub number: String,
    /// Whether their sources state the number as verified; where they don't, each has a record of its own.
    pub verified: bool,
    /// What each organisation sends, the practice first.
    pub submissions: Vec<Sent>,
}

/// One bundle.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Who sends it.
    pub source: &'static Source,
    /// The bundle.
    pub json: String,
}

impl Population {
    /// So many people from this seed.
    pub fn new(seed: u64, people: usize) -> Self {
        Self::from_nth(seed, 0, people)
    }

    /// So many people from this seed, beginning with this one of all that can be made: at most 900,000.
    pub fn from_nth(seed: u64, first: usize, people: usize) -> Self {
        Self { seed, next: first, end: first + people }
    }

    /// Writes everybody's bundles to this folder, one folder for each source and one file for each bundle, and a file
    /// `sources.tsv` with code, care setting and name of each source. Answers how many bundles there are.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn write_to(self, folder: &Path) -> io::Result<usize> {
        let mut lines = String::new();
        for source in sources() {
            std::fs::create_dir_all(folder.join(source.code))?;
            lines.push_str(&format!("{}\t{}\t{}\n", source.code, source.setting.id(), source.name));
        }
        std::fs::write(folder.join("sources.tsv"), lines)?;
        let mut bundles = 0;
        for person in self {
            for sent in &person.submissions {
                let file = folder.join(sent.source.code).join(format!("{:06}.json", person.nth));
                write(&file, &sent.json)?;
                bundles += 1;
            }
        }
        Ok(bundles)
    }
}

/// Writes a bundle to a file and waits until it is on the disk: what is measured afterwards does not pay for it.
///
/// # Errors
/// When it can't be written.
pub fn write(file: &Path, json: &str) -> io::Result<()> {
    let mut file = File::create(file)?;
    file.write_all(json.as_bytes())?;
    file.sync_all()
}

impl Iterator for Population {
    type Item = Generated;

    fn next(&mut self) -> Option<Generated> {
        if self.next >= self.end {
            return None;
        }
        let nth = self.next;
        self.next += 1;
        let mut chance = Chance::new(self.seed, u64::try_from(nth).unwrap_or_default());
        let length = chance.length(LENGTH, SPREAD).max(SHORTEST);
        let life = Life::new(nth, &mut chance, length);
        let home = &PRACTICES[nth % PRACTICES.len()];
        let json = practice::bundle(&life, home, &mut chance, length, false);
        let mut submissions = vec![Sent { source: home, json }];
        for source in &SERVICES {
            if chance.percent(source.share) {
                let length = (chance.length(LENGTH, SPREAD) * source.tenths / 10).max(SHORTEST);
                submissions.push(Sent { source, json: service::bundle(&life, source, &mut chance, length) });
            }
        }
        Some(Generated { nth, number: life.number, verified: life.verified, submissions })
    }
}

/// Somebody with one long record of general practice: exactly so many resources from 100 on, all of them of one
/// person whose number is verified. Below 100,000 resources, people of different lengths are different people; none is
/// in a [`Population`] that ends before person 800,000.
pub fn one_person_with(items: usize) -> Generated {
    let nth = number::NUMBERS - 1 - items % 100_000;
    let mut chance = Chance::new(0x006f_6e65, u64::try_from(items).unwrap_or_default());
    let life = Life { verified: true, ..Life::new(nth, &mut chance, items) };
    let source = &PRACTICES[0];
    let json = practice::bundle(&life, source, &mut chance, items, true);
    Generated { nth, number: life.number, verified: true, submissions: vec![Sent { source, json }] }
}
