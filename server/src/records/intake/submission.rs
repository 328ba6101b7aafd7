//! From a file's bytes to submissions: a bundle, a single resource, or one of either on each line.

use commonweal_shared::time::FhirDate;
use rayon::prelude::*;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::json::parse;
use super::measure::{self, LARGEST, MOST};
use super::pairs::Pairs;
use super::patient::{PatientClaim, claims};
use super::refusal::{RefusedFile, describe, no_json, not_json};
use super::version::{FhirVersion, version_of};

/// What arrived together: the entries of one bundle, or the bare resources of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The entries in the order of the file, unreadable ones too.
    pub entries: Vec<RawEntry>,
    /// The FHIR version, as far as addresses of profiles or shapes show it.
    pub version: FhirVersion,
    /// "Data as of" that the bundle itself states: `meta.lastUpdated`, else `timestamp`.
    pub as_of: Option<FhirDate>,
    /// The people whom it brings a Patient resource of; the same one twice counts once.
    pub patients: Vec<PatientClaim>,
}

/// One resource with its bytes exactly as they stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEntry {
    /// The bytes of the resource, or of the whole entry where it holds none.
    pub bytes: Box<[u8]>,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// Its type as received; `Unknown` where it states none.
    pub resource_type: String,
    /// Its id as received.
    pub id: Option<String>,
    /// The address that the bundle gives it.
    pub full_url: Option<String>,
    /// Why there is no resource to read in it, where that is so.
    pub problem: Option<String>,
}

impl RawEntry {
    /// The bytes as text; they came from a text.
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }
}

/// Splits a file's bytes (gzip or not) into submissions.
///
/// A bundle is one submission. A single resource is one of a single entry. In a file with one value
/// on each line every bundle is a submission, and all bare resources together are one more.
///
/// # Errors
/// [`RefusedFile`] when the file as a whole can't be read; single bad resources never refuse a file.
pub fn submissions(bytes: &[u8]) -> Result<Vec<Submission>, RefusedFile> {
    let inflated;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        inflated = measure::inflate(bytes)?;
        &inflated
    } else {
        bytes
    };
    if bytes.len() as u64 > LARGEST {
        return Err(RefusedFile::TooLarge);
    }
    if let Some(found) = no_json(bytes) {
        return Err(RefusedFile::NotFhir { found: found.to_owned() });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| RefusedFile::NotUtf8 { byte: error.valid_up_to() + 1 })?;
    if text.trim().is_empty() {
        return Err(RefusedFile::Empty);
    }
    measure::density(bytes)?;
    let mut found = Vec::new();
    let mut bare = Vec::new();
    let values: Result<Vec<&RawValue>, _> = serde_json::Deserializer::from_str(text).into_iter().collect();
    let values = values.map_err(|error| not_json(&error))?;
    if values.len() > MOST {
        return Err(RefusedFile::TooMany);
    }
    let single = values.len() == 1;
    for value in values {
        let raw = value.get();
        let pairs = Pairs::read(raw).ok();
        let kind = pairs.as_ref().and_then(|pairs| pairs.text("resourceType"));
        match (pairs, kind.as_deref()) {
            (Some(pairs), Some("Bundle")) => found.push(bundle(&pairs)?),
            (_, None) if single => return Err(RefusedFile::NotFhir { found: describe(raw) }),
            _ => bare.push(entry(raw, None)),
        }
    }
    if !bare.is_empty() {
        found.push(submission(bare, None));
    }
    Ok(found)
}

fn bundle(pairs: &Pairs<'_>) -> Result<Submission, RefusedFile> {
    let bad = |found: &str| RefusedFile::BadBundle { found: found.to_owned() };
    let mut lists = pairs.all("entry");
    let entries = lists.next().unwrap_or("[]");
    if lists.next().is_some() {
        return Err(bad("there twice"));
    }
    let entries: Vec<&RawValue> = match entries.as_bytes().first() {
        Some(b'[') => serde_json::from_str(entries).map_err(|error| not_json(&error))?,
        Some(b'n') => Vec::new(),
        Some(b'{') => return Err(bad("an object")),
        _ => return Err(bad(&describe(entries))),
    };
    if entries.len() > MOST {
        return Err(RefusedFile::TooMany);
    }
    let meta = pairs.all("meta").next().and_then(|meta| parse(meta, "Bundle.meta").ok());
    let updated = meta.as_ref().and_then(|meta| meta.get("lastUpdated").text().map(str::to_owned));
    let stated = [updated, pairs.text("timestamp")];
    let as_of = stated.into_iter().flatten().find_map(|text| FhirDate::parse(&text).ok());
    let entries = entries.into_par_iter().with_min_len(100).map(|raw| bundle_entry(raw.get())).collect();
    let mut submission = submission(entries, as_of);
    if let Some(meta) = &meta {
        let profiles = meta.get("profile").items().iter().filter_map(|profile| profile.text());
        submission.version = profiles.filter_map(FhirVersion::of_profile).next().unwrap_or(submission.version);
    }
    Ok(submission)
}

fn submission(entries: Vec<RawEntry>, as_of: Option<FhirDate>) -> Submission {
    let version = version_of(&entries);
    let patients = claims(&entries);
    Submission { entries, version, as_of, patients }
}

fn bundle_entry(raw: &str) -> RawEntry {
    let without = |reason: &str| broken(raw, reason);
    let Ok(pairs) = Pairs::read(raw) else {
        return without("Bundle.entry: an object with a resource was expected");
    };
    let mut resources = pairs.all("resource");
    match (resources.next(), resources.next()) {
        (Some(resource), None) if resource.starts_with('{') => entry(resource, pairs.text("fullUrl")),
        (Some(_), Some(_)) => without("Bundle.entry.resource: it is there twice, and one was expected"),
        (None, _) => without("Bundle.entry.resource: it is missing, and a resource was expected"),
        (Some(_), None) => without("Bundle.entry.resource: it holds no resource, and an object was expected"),
    }
}

fn entry(raw: &str, full_url: Option<String>) -> RawEntry {
    let Ok(pairs) = Pairs::read(raw) else {
        return broken(raw, "An object with \"resourceType\" was expected");
    };
    let Some(resource_type) = pairs.text("resourceType") else {
        return broken(raw, "resourceType: it is missing or no text, and a type such as Observation was expected");
    };
    let id = pairs.all("id").next().and_then(|raw| parse(raw, "id").ok()?.scalar().map(str::to_owned));
    RawEntry { resource_type, id, full_url, problem: None, ..broken(raw, "") }
}

fn broken(raw: &str, reason: &str) -> RawEntry {
    RawEntry {
        bytes: raw.as_bytes().into(),
        sha256: Sha256::digest(raw.as_bytes()).into(),
        resource_type: "Unknown".to_owned(),
        id: None,
        full_url: None,
        problem: Some(reason.to_owned()),
    }
}
