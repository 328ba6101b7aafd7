//! Every imported resource can be reached: its UUID stands in its person's chart, and its bytes are answered as they
//! came.

use std::collections::BTreeMap;

use commonweal_server::records::ImportTally;
use commonweal_shared::api;
use commonweal_shared::ids::{PersonId, ResourceId};
use commonweal_shared::records::{Chart, NumberOnFile};
use commonweal_tests::{Actor, Position, entries_of, resources, run, say};
use commonweal_training::people;
use futures::StreamExt as _;

use super::hazards::world;
use super::samples;
use crate::demo::demo;

/// How many requests are under way at once.
const AT_ONCE: usize = 16;

/// The bytes of every resource behind a chart, as the server answers them under the same grant.
pub(crate) async fn crawl(actor: &Actor, chart: &Chart) -> BTreeMap<ResourceId, Vec<u8>> {
    let person = chart.person.id.to_string();
    let ids: Vec<ResourceId> = resources(chart).into_keys().collect();
    assert_eq!(ids.len(), chart.tally.received as usize, "{person}: the tally counts what can be reached");
    let person = person.as_str();
    futures::stream::iter(ids)
        .map(|id| async move {
            let answer = actor.read(id).await.expect(200);
            assert_eq!(answer.person(), Some(person), "{}", api::resource(id));
            (id, answer.body)
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await
}

/// How often each resource's bytes occur.
type Counts = BTreeMap<Vec<u8>, usize>;

/// What the files of each person hold.
#[derive(Default)]
struct Sent {
    /// By person and source: bytes that one source sends in several files are one resource, and bytes that stand twice
    /// in one file are two.
    bytes: BTreeMap<(PersonId, String), Counts>,
    /// How many entries wait because they name another person, and how many resources came inside others.
    waiting: BTreeMap<PersonId, usize>,
    contained: BTreeMap<PersonId, usize>,
}

impl Sent {
    /// A file of bundles, one for each person that it reaches; of several, `is_of` tells whose each is.
    fn add(
        &mut self,
        tally: &ImportTally,
        source: &str,
        bundles: &[Vec<Vec<u8>>],
        is_of: impl Fn(PersonId, &[Vec<u8>]) -> bool,
    ) {
        if tally.people.is_empty() {
            return;
        }
        assert_eq!(tally.people.len(), bundles.len(), "one bundle for each person");
        for entries in bundles {
            let mut whose = tally.people.iter().filter(|person| bundles.len() == 1 || is_of(**person, entries));
            let person = whose.next().expect("a bundle is somebody's");
            assert!(whose.next().is_none(), "a bundle is one person's");
            let mut here = Counts::new();
            for bytes in entries {
                *here.entry(bytes.clone()).or_default() += 1;
            }
            let all = self.bytes.entry((*person, source.to_owned())).or_default();
            for (bytes, count) in here {
                let known = all.entry(bytes).or_default();
                *known = count.max(*known);
            }
        }
        // Files of several people have neither, and every other file has one person.
        let person = *tally.people.first().expect("it is not empty");
        *self.waiting.entry(person).or_default() += tally.waiting;
        *self.contained.entry(person).or_default() += tally.contained;
    }

    /// Compares with what the server answers of a person: the same bytes as often, but for what waits.
    fn compare(&self, person: PersonId, answered: &BTreeMap<ResourceId, Vec<u8>>) -> Result<usize, String> {
        let mut missing = Counts::new();
        for ((_, _), sent) in self.bytes.iter().filter(|((of, _), _)| *of == person) {
            for (bytes, count) in sent {
                *missing.entry(bytes.clone()).or_default() += count;
            }
        }
        let mut inside = 0;
        for (id, bytes) in answered {
            match missing.get_mut(bytes) {
                Some(count) if *count > 0 => *count -= 1,
                _ if self.is_contained(person, bytes) => inside += 1,
                _ => return Err(format!("{person}: {id} has bytes that no file of theirs holds")),
            }
        }
        let missing: usize = missing.values().sum();
        let waiting = self.waiting.get(&person).copied().unwrap_or(0);
        let contained = self.contained.get(&person).copied().unwrap_or(0);
        if (missing, inside) == (waiting, contained) {
            return Ok(answered.len());
        }
        Err(format!(
            "{person}: {missing} not reached, {waiting} wait; {inside} found inside others, {contained} expected"
        ))
    }

    fn is_contained(&self, person: PersonId, bytes: &[u8]) -> bool {
        let lists = self.bytes.iter().filter(|((of, _), _)| *of == person).flat_map(|(_, sent)| sent.keys());
        lists.into_iter().any(|outer| outer.len() > bytes.len() && outer.windows(bytes.len()).any(|part| part == bytes))
    }
}

/// Whether a bundle's bytes name the NHS number of the chart's person.
fn names_number(chart: &Chart, entries: &[Vec<u8>]) -> bool {
    let NumberOnFile::Stated { number, .. } = &chart.person.identity.number else { return false };
    let digits = number.digits().as_bytes();
    entries.iter().any(|bytes| bytes.windows(digits.len()).any(|part| part == digits))
}

#[test]
fn every_resource_of_the_fixtures_is_reached_with_its_bytes() {
    run(async {
        let world = world().await;
        let mut sent = Sent::default();
        for file in world.expected.file.iter().filter(|file| file.refused.is_none()) {
            let bundles = entries_of(&std::fs::read(file.full_path()).expect("a fixture"));
            let charts = &world.first().charts;
            let is_of = |person: PersonId, entries: &[Vec<u8>]| names_number(&charts[&person], entries);
            sent.add(&world.first().files[&file.path].tally, &file.source, &bundles, is_of);
        }
        let mut reached = 0;
        for (person, chart) in &world.first().charts {
            reached += sent.compare(*person, &crawl(&world.clinician, chart).await).expect("all is reached");
        }
        say(&format!("{reached} resources of the fixtures reached"));
    });
}

#[test]
fn every_resource_of_the_synthetic_people_is_reached_with_its_bytes() {
    run(async {
        let demo = demo().await;
        let mut sent = Sent::default();
        for person in people() {
            let tally = ImportTally { people: [demo.person(person.slug)].into(), ..ImportTally::default() };
            for bundle in &person.bundles {
                sent.add(&tally, bundle.source_code, &entries_of(bundle.json.as_bytes()), |_, _| false);
            }
            // The demonstration system is loaded by the server itself, so what is contained is counted here.
            let ended = person.bundles.iter().map(|bundle| contained_allergies(bundle.json)).sum();
            sent.contained.insert(demo.person(person.slug), ended);
        }
        let mut reached = 0;
        for (person, chart) in &demo.charts {
            reached += sent.compare(*person, &crawl(&demo.clinician, chart).await).expect("all is reached");
        }
        say(&format!("{reached} resources of the synthetic people reached"));
    });
}

fn contained_allergies(bundle: &str) -> usize {
    let bundle: serde_json::Value = serde_json::from_str(bundle).expect("a bundle");
    let entries = bundle["entry"].as_array().expect("entries").iter().map(|entry| &entry["resource"]);
    let lists = entries.filter(|resource| resource["resourceType"] == "List");
    let inside = lists.filter_map(|list| list["contained"].as_array()).flatten();
    inside.filter(|resource| resource["resourceType"] == "AllergyIntolerance").count()
}

#[test]
fn every_resource_of_the_samples_is_reached_with_its_bytes() {
    run(async {
        let Some(world) = samples::world().await else {
            say("The crawl of the sample bundles did not run: COMMONWEAL_SAMPLES names no folder.");
            return;
        };
        let mut sent = Sent::default();
        for file in &world.files {
            sent.add(&file.tally, file.source, std::slice::from_ref(&file.entries), |_, _| false);
        }
        let reached: Result<Vec<usize>, String> =
            world.bytes.iter().map(|(person, bytes)| sent.compare(*person, bytes)).collect();
        say(&format!("{} resources of the samples reached", reached.expect("all is reached").iter().sum::<usize>()));
    });
}

#[test]
fn what_is_restricted_is_as_good_as_absent_below_that_clearance() {
    run(async {
        let demo = demo().await;
        let gp = demo.server.actor(Position::CLINICIAN).await;
        let mut hidden = 0;
        for (person, whole) in &demo.charts {
            let general = resources(&gp.chart(*person).await);
            for id in resources(whole).into_keys().filter(|id| !general.contains_key(id)) {
                gp.read(id).await.expect(404);
                hidden += 1;
            }
        }
        assert!(hidden > 0, "the synthetic people have something restricted");
    });
}
