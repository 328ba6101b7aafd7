//! Resources of one arrival, packed together as they are stored: far fewer and smaller writes than one by one.

use commonweal_shared::records::{Detail, Item};
use rayon::prelude::*;

use super::sorting::Fresh;

/// How many resources one pack holds at most: staging one takes some ten milliseconds.
const RESOURCES: usize = 500;
/// After how many bytes a pack is full, however few resources it holds: one must be unpacked to read any of it.
const BYTES: usize = 1024 * 1024;

/// A pack could not be made or unpacked.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Its items could not be written as JSON, or are not what was stored. The reader's own words may quote them, so
    /// only the place is told.
    #[error("items cannot be written or read as JSON (line {line}, column {column})")]
    Json {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
    },
    /// Its bytes are not what was stored.
    #[error("a stored pack cannot be unpacked: {0}")]
    Compression(#[from] lz4_flex::block::DecompressError),
}

impl From<serde_json::Error> for PackError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json { line: error.line(), column: error.column() }
    }
}

/// Some resources of an arrival with their items.
#[derive(Debug)]
pub(super) struct Pack {
    /// Its place among the packs of its arrival.
    pub(super) nth: i64,
    /// The bytes of its resources, one after the other, compressed.
    pub(super) bytes: Vec<u8>,
    /// Its items as a JSON list, compressed.
    pub(super) items: Vec<u8>,
    /// What is stored of each resource by itself.
    pub(super) rows: Vec<Row>,
}

/// What is stored of a resource by itself: where its bytes are, and what questions to the whole population ask for.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) start: i64,
    pub(super) length: i64,
    pub(super) entry: i64,
    pub(super) contained: bool,
    pub(super) sha256: String,
    pub(super) restricted: bool,
    pub(super) section: &'static str,
    pub(super) system: Option<String>,
    pub(super) code: Option<String>,
    pub(super) date: Option<String>,
    pub(super) value: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) label: String,
}

/// Packs the new resources of an arrival.
pub(super) fn pack(fresh: &[Fresh<'_>]) -> Result<Vec<Pack>, PackError> {
    let mut loads = Vec::new();
    let mut rest = fresh;
    while !rest.is_empty() {
        let mut bytes = 0;
        let full = rest.iter().take(RESOURCES).position(|one| {
            bytes += one.bytes.len();
            bytes > BYTES
        });
        let (load, others) = rest.split_at(full.unwrap_or(RESOURCES).clamp(1, rest.len()));
        loads.push(load);
        rest = others;
    }
    loads.par_iter().enumerate().map(|(nth, load)| pack_one(i64::try_from(nth).unwrap_or(i64::MAX), load)).collect()
}

fn pack_one(nth: i64, fresh: &[Fresh<'_>]) -> Result<Pack, PackError> {
    let mut bytes = Vec::with_capacity(fresh.iter().map(|one| one.bytes.len()).sum());
    let mut rows = Vec::with_capacity(fresh.len());
    for one in fresh {
        rows.push(row(one, bytes.len()));
        bytes.extend_from_slice(one.bytes);
    }
    let items: Vec<&Item> = fresh.iter().map(|one| one.item).collect();
    let items = serde_json::to_vec(&items)?;
    Ok(Pack {
        nth,
        bytes: lz4_flex::block::compress_prepend_size(&bytes),
        items: lz4_flex::block::compress_prepend_size(&items),
        rows,
    })
}

fn row(fresh: &Fresh<'_>, start: usize) -> Row {
    let item = fresh.item;
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let code = item.codes.first();
    let (value, unit) = value_and_unit(item);
    Row {
        id: item.id.to_string(),
        start: number(start),
        length: number(fresh.bytes.len()),
        entry: number(fresh.entry),
        contained: fresh.contained,
        sha256: hex::encode(fresh.sha256),
        restricted: item.restricted,
        section: item.section.id(),
        system: code.map(|code| code.system.clone()),
        code: code.map(|code| code.code.clone()),
        date: item.when.as_ref().map(|when| when.as_str().to_owned()),
        value,
        unit,
        label: item.title.clone(),
    }
}

fn value_and_unit(item: &Item) -> (Option<String>, Option<String>) {
    let Detail::Measure(measure) = &item.detail else { return (None, None) };
    match &measure.quantity {
        Some(quantity) => (Some(quantity.value.clone()), Some(quantity.unit.clone())),
        None => (measure.text.clone(), None),
    }
}

/// The items of a stored pack.
pub(super) fn unpack_items(items: &[u8]) -> Result<Vec<Item>, PackError> {
    Ok(serde_json::from_slice(&lz4_flex::block::decompress_size_prepended(items)?)?)
}

/// The bytes of the resources of a stored pack.
pub(super) fn unpack_bytes(bytes: &[u8]) -> Result<Vec<u8>, PackError> {
    Ok(lz4_flex::block::decompress_size_prepended(bytes)?)
}
