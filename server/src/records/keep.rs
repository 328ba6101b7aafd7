//! Charts, made on write and kept ready to send: one for each clearance that sees something of its own, serialised and
//! compressed once.

use std::io::Write as _;

use commonweal_shared::records::{Chart, Clearance, FoldInput, fold};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::pack::PackError;

/// Fast, and still a seventh of the size: a chart of several megabytes must be kept within tens of milliseconds.
const BROTLI_QUALITY: u32 = 3;
/// The largest window that every reader takes, as a power of two. A small chart gets a small one: making room for a
/// large one would take longer than packing it.
const BROTLI_WINDOW: u32 = 22;
/// The smallest that is worth it.
const SMALLEST_WINDOW: u32 = 16;
const BUFFER: usize = 64 * 1024;

/// A chart ready to send.
#[derive(Debug)]
pub(super) struct KeptChart {
    pub(super) clearance: Clearance,
    /// SHA-256 of the JSON, in hex.
    pub(super) hash: String,
    /// The JSON, compressed with brotli.
    pub(super) body: Vec<u8>,
}

/// Why a chart could not be made.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// What it is made of could not be unpacked.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// It could not be written as JSON.
    #[error("a chart could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It could not be compressed, or not be unpacked.
    #[error("a chart could not be compressed or unpacked: {0}")]
    Compression(#[from] std::io::Error),
}

/// Makes a person's charts: the one that everybody may see, and, only where something is restricted, the other.
pub(super) fn make(input: &FoldInput) -> Result<Vec<KeptChart>, KeepError> {
    let clearances: &[Clearance] =
        if input.items.iter().any(|item| item.restricted) { &Clearance::ALL } else { &[Clearance::General] };
    clearances.par_iter().map(|clearance| pack(&fold(input, *clearance), *clearance)).collect()
}

fn pack(chart: &Chart, clearance: Clearance) -> Result<KeptChart, KeepError> {
    let json = serde_json::to_vec(chart)?;
    let window = json.len().max(1).ilog2().saturating_add(1).clamp(SMALLEST_WINDOW, BROTLI_WINDOW);
    let mut packer = brotli::CompressorWriter::new(Vec::with_capacity(json.len() / 6), BUFFER, BROTLI_QUALITY, window);
    packer.write_all(&json)?;
    packer.flush()?;
    Ok(KeptChart { clearance, hash: hex::encode(Sha256::digest(&json)), body: packer.into_inner() })
}

/// Unpacks a kept chart, for a reader that doesn't take brotli.
pub(super) fn unpack(body: &[u8]) -> Result<Vec<u8>, KeepError> {
    let mut json = Vec::with_capacity(body.len() * 8);
    brotli::BrotliDecompress(&mut &body[..], &mut json)?;
    Ok(json)
}
