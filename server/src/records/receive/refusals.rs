//! Why a body is refused, as the sender is told: a status, a sentence, and the place.

use axum::http::StatusCode;

use super::answer::Tally;
use super::body::BadBody;
use super::bounds::{Flaw, FlawKind};
use super::desk::{Full, IntakeLimits};
use super::parcel::{BadParcel, Parcel};
use super::place::Place;
use crate::audit::AuditError;
use crate::records::intake::RefusedFile;
use crate::records::{ImportTally, PublishError};
use crate::web::{ApiError, came_too_slowly};

/// What a sender does when there was no room.
const LATER: &str = "Send it again after the seconds that Retry-After says.";

pub(super) fn full(full: Full, limits: &IntakeLimits) -> ApiError {
    let mib = limits.body / 1024 / 1024;
    let too_large = |what: &str| {
        ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            format!("The body {what} more than {mib} MiB, which is the most that is taken at once."),
        )
        .detail("Send it in several parts, each of them a bundle that brings its Patient.")
    };
    match full {
        Full::TooLarge => too_large("has"),
        Full::UnpacksTooLarge => too_large("unpacks to"),
        Full::NoRoom => ApiError::unavailable("no-room", "Too much is being taken in at this moment.").detail(LATER),
        Full::NoTurn => {
            ApiError::unavailable("no-turn", "Others were before this body, and it waited for too long.").detail(LATER)
        }
    }
}

pub(super) fn bad_body(bad: BadBody, limits: &IntakeLimits) -> ApiError {
    match bad {
        BadBody::Full(reason) => full(reason, limits),
        BadBody::TooSlow => ApiError::body_too_slow(),
        BadBody::Broken(cause) if came_too_slowly(&cause) => ApiError::body_too_slow(),
        BadBody::Broken(cause) => {
            ApiError::bad_request("The body ended before it was all there. Nothing of it was taken.").cause(cause)
        }
        BadBody::NotGzip(cause) => {
            ApiError::bad_request("The body begins as gzip and can't be unpacked. Nothing of it was taken.")
                .cause(cause)
        }
        BadBody::PackedTwice => ApiError::bad_request("The body is packed twice. Pack it once, or not at all."),
    }
}

pub(super) fn bad_parcel(bad: BadParcel) -> ApiError {
    let unfit = |title: String| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "not-fhir", title);
    match bad {
        BadParcel::Flaw(flaw) => flawed(&flaw),
        BadParcel::Refused(RefusedFile::Empty) => {
            ApiError::bad_request("The body is empty. Expected a FHIR bundle or resource as JSON.")
        }
        BadParcel::Refused(RefusedFile::NotFhir { found }) => unfit(format!(
            "The body holds {found}. Expected a FHIR bundle or resource: a JSON object with \"resourceType\"."
        )),
        BadParcel::Refused(RefusedFile::BadBundle { found }) => {
            let place = Place { resource: "Bundle".to_owned(), path: "entry".to_owned(), ..Place::default() };
            at(unfit(format!("Bundle.entry is {found}. Expected one list of entries.")), &place)
        }
        // The walk over the bytes was before, so this is for what the two readers of JSON judge differently.
        BadParcel::Refused(RefusedFile::NotJson { line, column, problem }) => {
            let place = Place { line, column, ..Place::default() };
            at(ApiError::bad_request(format!("The body is not valid JSON: {problem}.")), &place)
        }
        BadParcel::Refused(other) => ApiError::bad_request("The body can't be read as FHIR JSON.").cause(other),
    }
}

fn flawed(flaw: &Flaw) -> ApiError {
    let (status, kind) = match flaw.kind {
        FlawKind::Cut => (StatusCode::BAD_REQUEST, "cut-short"),
        FlawKind::NotUtf8 => (StatusCode::BAD_REQUEST, "not-utf-8"),
        FlawKind::Expected(_) => (StatusCode::BAD_REQUEST, "not-json"),
        FlawKind::TooDeep => (StatusCode::UNPROCESSABLE_ENTITY, "too-deep"),
        FlawKind::ResourceTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "resource-too-large"),
        FlawKind::TooManyResources | FlawKind::TooManyValues => (StatusCode::PAYLOAD_TOO_LARGE, "too-many"),
    };
    at(ApiError::new(status, kind, flaw.kind.to_string()), &flaw.place)
}

/// Says where, in a sentence and in members of their own.
fn at(error: ApiError, place: &Place) -> ApiError {
    let mut place_words = match (place.resource.as_str(), place.path.as_str()) {
        ("", "") => String::new(),
        ("", path) => format!("At {path}"),
        (resource, "") => format!("In {resource}"),
        (resource, path) => format!("In {resource}, at {path}"),
    };
    let mut error = error;
    for (name, value) in [("resource", &place.resource), ("path", &place.path)] {
        if !value.is_empty() {
            error = error.member(name, value);
        }
    }
    if place.line > 0 {
        let (line, column) = (place.line, place.column);
        place_words = match place_words.as_str() {
            "" => format!("At line {line}, column {column}"),
            words => format!("{words} (line {line}, column {column})"),
        };
        error = error.member("line", line).member("column", column);
    }
    if place_words.is_empty() { error } else { error.detail(format!("{place_words}. Nothing of the body was taken.")) }
}

/// A submission that could not be put on record, after others of the same body were.
pub(super) fn not_published(error: PublishError, parcel: &Parcel, nth: usize, taken: &ImportTally) -> ApiError {
    let name = parcel.name(nth);
    let advice = match error {
        PublishError::Refused(_) => "Mend it or take it out, and send the rest again.",
        _ => "Send the same body again.",
    };
    let problem = match error {
        PublishError::Refused(reason) => {
            let entries = &parcel.submissions[nth].entries;
            let patient = entries.iter().position(|entry| entry.resource_type == "Patient");
            let resource = patient.map_or(name, |entry| parcel.name_entry(nth, entry));
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", reason)
                .member("resource", resource)
                .member("path", "identifier")
        }
        PublishError::Contended => {
            ApiError::unavailable("contended", "Others changed the same person's record at the same time, each time.")
                .member("resource", name)
        }
        PublishError::Database(error) => ApiError::from(error).member("resource", name),
        error => ApiError::internal(error).member("resource", name),
    };
    with_taken(problem, advice, taken)
}

/// The log can't be written: nothing is taken then, or what was taken is not acknowledged.
pub(super) fn not_audited(error: AuditError, taken: &ImportTally) -> ApiError {
    let title = "This can't be taken in now, because the audit log can't be written.";
    with_taken(ApiError::unavailable("audit-unavailable", title).cause(error), "Send the same body again.", taken)
}

/// Says what of the body was taken before it went wrong.
fn with_taken(problem: ApiError, advice: &str, taken: &ImportTally) -> ApiError {
    if taken.resources == 0 {
        return problem.detail(format!("Nothing of the body was taken. {advice}"));
    }
    problem.member("tally", Tally::from(taken)).detail(format!(
        "What was before it in the body was taken; the tally counts it. {advice} What is there already stays as it is."
    ))
}
