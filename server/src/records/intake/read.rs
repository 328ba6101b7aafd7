//! From a submission to items and an answer.

use std::collections::HashMap;

use commonweal_shared::ids::ResourceId;
use commonweal_shared::records::{Answer, Item, Link, LinkKind, Standing};
use rayon::prelude::*;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::answer;
use super::draft::{Draft, Place, ReadContext};
use super::json::{Node, parse};
use super::kinds;
use super::labels::{LifeSpan, of_dates};
use super::pairs::Pairs;
use super::readable;
use super::reports;
use super::resolve::{Book, Page};
use super::subject::Person;
use super::submission::{RawEntry, Submission};

/// How many resources one thread reads at a time, where several read.
const TOGETHER: usize = 100;

/// All that was read of one submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// One for each entry in its order, then one for each clinical resource contained in a list or in
    /// another clinical resource.
    pub items: Vec<ReadItem>,
    /// What the submission says of itself.
    pub answer: Answer,
}

/// One item with the place that it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadItem {
    /// The entry, counted from 0; its bytes are the submission's.
    pub entry: usize,
    /// The bytes of a contained resource that is an item of its own, as they stand in its entry.
    pub contained: Option<Box<[u8]>>,
    /// The item.
    pub item: Item,
    /// Why this resource waits instead of standing on the record: it, or something that it contains, names another
    /// person. Then nothing that it contains is an item of its own.
    pub held: Option<String>,
}

/// What a UUID is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceKey<'k> {
    /// The entry, counted from 0.
    pub entry: usize,
    /// The id of the contained resource, where it is one.
    pub contained: Option<&'k str>,
    /// SHA-256 of the resource's bytes.
    pub sha256: [u8; 32],
}

struct Contained<'a> {
    entry: usize,
    /// Its place among the contained resources of the entry.
    at: usize,
    id: ResourceId,
    raw: &'a str,
    sha256: [u8; 32],
}

/// Reads every entry of a submission for the one person that it is about: the first of its
/// [`Submission::patients`], or, where it has none, the first who is referred to.
///
/// `ids` gives each entry, in order, and then each contained resource that is an item of its own,
/// its UUID; it may give the same bytes the UUID that they have already.
pub fn read(
    submission: &Submission,
    context: &ReadContext,
    ids: &mut dyn FnMut(ResourceKey<'_>) -> ResourceId,
) -> Reading {
    let parsed: Vec<Result<Node<'_>, String>> =
        submission.entries.par_iter().with_min_len(TOGETHER).map(parse_entry).collect();
    let person = Person::of(submission, parsed.iter().filter_map(|node| node.as_ref().ok()));
    let null = Node::Null;
    let nodes: Vec<&Node<'_>> = parsed.iter().map(|node| node.as_ref().unwrap_or(&null)).collect();
    let held: Vec<Option<String>> = submission
        .entries
        .iter()
        .zip(&parsed)
        .map(|(entry, node)| match node {
            Ok(node) => person.names_other(&entry.resource_type, node),
            Err(_) => person.unread_names_other(entry.text()),
        })
        .collect();

    let entry_ids: Vec<ResourceId> = submission
        .entries
        .iter()
        .enumerate()
        .map(|(entry, raw)| ids(ResourceKey { entry, contained: None, sha256: raw.sha256 }))
        .collect();
    let (contained, contained_ids) = contained_items(submission, &nodes, &held, ids);
    let problems: Vec<Option<String>> = parsed
        .iter()
        .zip(&submission.entries)
        .map(|(node, entry)| match node {
            Ok(node) => readable::problem(&entry.resource_type, node),
            Err(reason) => Some(reason.clone()),
        })
        .collect();

    let mut pages = Vec::with_capacity(parsed.len());
    for (at, (node, entry)) in parsed.into_iter().zip(&submission.entries).enumerate() {
        pages.push(Page {
            node: node.unwrap_or(Node::Null),
            kind: &entry.resource_type,
            id: entry_ids[at],
            held: held[at].is_some(),
        });
    }
    let full_urls: Vec<Option<&str>> = submission.entries.iter().map(|entry| entry.full_url.as_deref()).collect();
    let book = Book::new(pages, &full_urls, contained_ids);
    let survey = kinds::Survey::of(&book);
    let life = LifeSpan::of(submission);

    let own = book.pages().par_iter().enumerate().with_min_len(TOGETHER).map(|(at, page)| {
        let place = Place { node: &page.node, container: &page.node, page: at, kind: page.kind };
        let mut draft = Draft::begin(context, &book, place, page.id, &submission.entries[at].sha256);
        match &problems[at] {
            Some(reason) => unreadable(&mut draft.item, page.kind, reason),
            None => kinds::read(&mut draft, &survey),
        }
        finish(draft.item, at, None, held[at].clone(), &life, context)
    });
    let insides: HashMap<usize, &[Node<'_>]> =
        contained.iter().map(|part| (part.entry, book.page(part.entry).node.get("contained").items())).collect();
    let inner = contained.par_iter().with_min_len(TOGETHER).map(|part| {
        let page = book.page(part.entry);
        let node = insides.get(&part.entry).and_then(|inside| inside.get(part.at)).unwrap_or(&null);
        let kind = node.get("resourceType").text().unwrap_or("Unknown");
        let place = Place { node, container: &page.node, page: part.entry, kind };
        let mut draft = Draft::begin(context, &book, place, part.id, &part.sha256);
        match readable::problem(kind, node) {
            Some(reason) => unreadable(&mut draft.item, kind, &reason),
            None => kinds::read(&mut draft, &survey),
        }
        draft.item.links.push(Link { kind: LinkKind::ContainedIn, to: page.id });
        finish(draft.item, part.entry, Some(part.raw.as_bytes().into()), None, &life, context)
    });
    let mut items: Vec<ReadItem> = own.chain(inner).collect();
    reports::spread_nopat(&mut items);
    let answer = answer::of(submission, context, &book);
    Reading { items, answer }
}

fn parse_entry(entry: &RawEntry) -> Result<Node<'_>, String> {
    match &entry.problem {
        Some(problem) => Err(problem.clone()),
        None => parse(entry.text(), &entry.resource_type).map_err(|error| error.to_string()),
    }
}

/// Clinical resources inside lists (ended allergies) and inside other clinical resources (the results
/// of some reports) get UUIDs of their own, so that nothing stands out of reach.
fn contained_items<'a>(
    submission: &'a Submission,
    nodes: &[&Node<'_>],
    held: &[Option<String>],
    ids: &mut dyn FnMut(ResourceKey<'_>) -> ResourceId,
) -> (Vec<Contained<'a>>, HashMap<(usize, String), ResourceId>) {
    let mut found = Vec::new();
    let mut by_id = HashMap::new();
    for (entry, raw) in submission.entries.iter().enumerate() {
        let holds = raw.resource_type == "List" || kinds::is_clinical(&raw.resource_type);
        // What is held waits whole, with all that it contains.
        if !holds || held[entry].is_some() || nodes[entry].get("contained").is_null() {
            continue;
        }
        let parts = Pairs::read(raw.text()).ok();
        let list = parts.as_ref().and_then(|pairs| pairs.all("contained").next()).unwrap_or("[]");
        let raws: Vec<&RawValue> = serde_json::from_str(list).unwrap_or_default();
        for (at, (node, raw)) in nodes[entry].get("contained").items().iter().zip(raws).enumerate() {
            let kind = node.get("resourceType").text().unwrap_or_default();
            if !kinds::is_clinical(kind) {
                continue;
            }
            let raw: &'a str = raw.get();
            let local = node.get("id").scalar();
            let sha256 = Sha256::digest(raw.as_bytes()).into();
            let id = ids(ResourceKey { entry, contained: Some(local.unwrap_or_default()), sha256 });
            if let Some(local) = local {
                by_id.insert((entry, local.to_owned()), id);
            }
            found.push(Contained { entry, at, id, raw, sha256 });
        }
    }
    (found, by_id)
}

fn unreadable(item: &mut Item, kind: &str, reason: &str) {
    item.section = kinds::section_of(kind);
    let what = if kind == "Unknown" { "Resource" } else { kind };
    item.title = format!("{what} that could not be read");
    item.standing = Standing::Unreadable { reason: reason.to_owned() };
}

fn finish(
    mut item: Item,
    entry: usize,
    contained: Option<Box<[u8]>>,
    held: Option<String>,
    life: &LifeSpan,
    context: &ReadContext,
) -> ReadItem {
    if kinds::is_clinical(&item.resource_type) {
        let labels = of_dates(&item, life, context.received);
        item.labels.extend(labels);
    }
    item.labels.sort_unstable();
    item.labels.dedup();
    ReadItem { entry, contained, item, held }
}
