use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::people::{Invented, bundle, weight};

/// No larger bundle of the synthetic people is sent: what is built for tests is slow, and kills must be many.
const LONGEST: usize = 40_000;
/// How many small files there are besides, spread over the alphabet.
const SMALL: usize = LETTERS.len();
const LETTERS: &[u8] = b"aaddeefhijlmnopqrstuvwxyz";
/// How many resources the one large file has: more than two packs, so that some are staged.
const LARGE: usize = 1_100;

/// What one organisation sends.
pub(crate) struct Source {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) setting: &'static str,
    /// In the order in which they are imported.
    pub(crate) files: Vec<Sent>,
}

/// One file, or one body: a bundle.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// The file's name.
    pub(crate) name: String,
    pub(crate) json: String,
    /// The hash of each entry's bytes, as they stand in it.
    pub(crate) hashes: Vec<String>,
    /// Those of them that are in no other file of this source.
    pub(crate) own: Vec<String>,
    /// Whether some of it is staged on its way.
    pub(crate) large: bool,
}

impl Sent {
    pub(crate) fn new(name: String, json: String) -> Self {
        let hashes = hashes(&json);
        Self { name, own: hashes.clone(), large: hashes.len() > 1_000, json, hashes }
    }

    /// How much of it is on record: all, nothing, or a part, which must never be.
    pub(crate) fn on_record(&self, there: &HashSet<String>) -> Option<bool> {
        let own = self.own.iter().filter(|hash| there.contains(*hash)).count();
        let all = self.hashes.iter().all(|hash| there.contains(hash));
        match own {
            0 => Some(false),
            _ if all => Some(true),
            _ => None,
        }
    }
}

/// The hash of each entry's resource.
fn hashes(json: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct Bundle<'a> {
        #[serde(borrow)]
        entry: Vec<Entry<'a>>,
    }
    #[derive(Deserialize)]
    struct Entry<'a> {
        #[serde(borrow)]
        resource: &'a RawValue,
    }
    let bundle: Bundle<'_> = serde_json::from_str(json).expect("a bundle");
    bundle.entry.iter().map(|entry| hex::encode(Sha256::digest(entry.resource.get()))).collect()
}

/// Two organisations that know some of the same people. The first one's files hold a large one, one that is nobody's,
/// one with a resource of somebody else, and two of one person.
pub(crate) fn sources() -> Vec<Source> {
    let (one, two) = (Invented::nth(0), Invented::nth(1));
    let mut again = one.weights("first", 3);
    again.extend(one.weights("later", 3));
    let with_a_stray = two.bundle(&[two.weights("own", 5), vec![weight("somebody-else", "stray", 1)]].concat());
    let nobodys: Vec<_> = (0..4).map(|nth| weight("nobody", &format!("nobodys-{nth}"), nth)).collect();
    let more = [
        ("b-one.json", one.bundle(&one.weights("first", 4))),
        ("d-stray.json", with_a_stray),
        ("g-large.json", Invented::nth(2).bundle(&Invented::nth(2).weights("large", LARGE))),
        ("k-one-later.json", one.bundle(&again)),
        ("k-nobodys.json", bundle(&nobodys)),
    ];
    let mut more = more.map(|(name, json)| Sent::new(name.to_owned(), json)).to_vec();
    more.extend((0..SMALL).map(|nth| {
        let person = Invented::nth(100 + nth);
        Sent::new(format!("{}-small-{nth}.json", char::from(LETTERS[nth])), person.bundle(&person.weights("small", 4)))
    }));
    vec![
        source("ZZA01", "Fellside Hospitals", "acute", more),
        source("ZZA06", "Fellside Ambulance Service", "ambulance", Vec::new()),
    ]
}

fn source(code: &'static str, name: &'static str, setting: &'static str, mut files: Vec<Sent>) -> Source {
    for person in commonweal_training::people() {
        let bundles = person.bundles.iter().filter(|one| one.source_code == code && one.json.len() < LONGEST);
        files.extend(bundles.map(|one| Sent::new(format!("{}.json", person.slug), one.json.to_owned())));
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    only_own(&mut files);
    Source { code, name, setting, files }
}

/// Finds which hashes are in one file alone.
fn only_own(files: &mut [Sent]) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for file in files.iter() {
        let hashes: HashSet<&String> = file.hashes.iter().collect();
        hashes.into_iter().for_each(|hash| *times.entry(hash.clone()).or_default() += 1);
    }
    for file in files {
        file.own.retain(|hash| times[hash] == 1);
        assert!(!file.own.is_empty(), "{}: nothing tells it from the others", file.name);
    }
}

impl Source {
    pub(crate) fn write_to(&self, folder: &Path) {
        std::fs::create_dir_all(folder).expect("a folder");
        for file in &self.files {
            std::fs::write(folder.join(&file.name), &file.json).expect("a file");
        }
    }

    /// How many resources it sends.
    pub(crate) fn resources(&self) -> usize {
        self.files.iter().map(|file| file.hashes.len()).sum()
    }
}

#[test]
fn a_part_of_a_file_is_told_from_all_of_it_and_from_nothing() {
    for file in sources().remove(0).files {
        let mut there: HashSet<String> = file.hashes.iter().cloned().collect();
        assert_eq!(file.on_record(&there), Some(true), "{}", file.name);
        there.remove(&file.own[0]);
        let rest = if file.own.len() > 1 { None } else { Some(false) };
        assert_eq!(file.on_record(&there), rest, "{}", file.name);
        assert_eq!(file.on_record(&HashSet::new()), Some(false), "{}", file.name);
    }
}
