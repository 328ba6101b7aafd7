//! Errors as bodies: problem details (RFC 9457) with a sentence that is safe to show.

use serde::{Deserialize, Serialize};

/// The media type of [`Problem`] bodies.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// An error answer: what happened in a sentence for a person, and an id that finds the cause in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ProblemDetails))]
pub struct Problem {
    /// A stable id of the kind of problem, such as `not-signed-in`.
    pub r#type: String,
    /// A sentence for a person; never holds personal data or internals.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it, where there is more to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The field at fault, for a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Finds this answer in the server's log.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
}
