//! Every endpoint, named once: the server's router, the browser's client and the OpenAPI document all use these.

use crate::ids::{PersonId, ResourceId};

/// Reports that the process is alive.
pub const HEALTHZ: &str = "/healthz";
/// Reports that the database can be reached and is migrated.
pub const READYZ: &str = "/readyz";
/// Counters for an operator, as Prometheus text.
pub const METRICS: &str = "/metrics";
/// The OpenAPI document.
pub const OPENAPI: &str = "/api/openapi.json";
/// `GET` answers [`crate::system::SystemInfo`].
pub const SYSTEM: &str = "/api/system";
/// `GET` answers [`crate::access::Session`]; `POST` a [`crate::access::SignInRequest`] signs in; `DELETE` signs out.
pub const SESSION: &str = "/api/session";
/// `POST` a [`crate::access::SwitchRequest`]: act in another role or organisation.
pub const SESSION_ROLE: &str = "/api/session/role";
/// `GET` answers the demonstration sign-ins ([`crate::access::DemoSignIn`]); only with `--demo`.
pub const DEMO: &str = "/api/demo";
/// `POST` signs in as this demonstration account; only with `--demo`.
pub const DEMO_ACCOUNT: &str = "/api/demo/{account}";
/// `GET` answers what this person should see first: [`crate::api::Home`].
pub const HOME: &str = "/api/home";
/// `POST` a [`crate::records::SearchRequest`], answers a list of [`crate::records::Found`].
pub const SEARCH: &str = "/api/people/search";
/// `GET` answers the [`crate::records::Chart`], with an `ETag`.
pub const RECORD: &str = "/api/records/{person}";
/// `POST` a [`crate::access::ClaimRequest`]: claim a relationship with a reason.
pub const RECORD_CLAIM: &str = "/api/records/{person}/claim";
/// `POST` a [`crate::audit::OpenedReport`]: what was opened in the view.
pub const RECORD_OPENED: &str = "/api/records/{person}/opened";
/// `GET` answers the person's access log, a list of [`crate::audit::AccessEntry`].
pub const RECORD_ACCESS_LOG: &str = "/api/records/{person}/access-log";
/// `GET` answers the chart as it was when it was served under this hash, for whoever reviews what was seen.
pub const RECORD_SEEN: &str = "/api/records/{person}/seen/{hash}";
/// `GET` answers the bytes of one resource as they came.
pub const RESOURCE: &str = "/api/resources/{resource}";
/// `GET` answers what waits to be matched: a list of [`crate::api::Waiting`].
pub const WAITING: &str = "/api/waiting";

/// `POST` FHIR data of this organisation, with its own credential: a bundle, a resource, or one of either on each line.
pub const INTAKE: &str = "/api/intake/{source}";

/// The address of a person's record.
pub fn record(person: PersonId) -> String {
    RECORD.replace("{person}", &person.to_string())
}

/// The address at which a relationship with a person is claimed.
pub fn record_claim(person: PersonId) -> String {
    RECORD_CLAIM.replace("{person}", &person.to_string())
}

/// The address to which the view reports what was opened.
pub fn record_opened(person: PersonId) -> String {
    RECORD_OPENED.replace("{person}", &person.to_string())
}

/// The address of a person's access log.
pub fn record_access_log(person: PersonId) -> String {
    RECORD_ACCESS_LOG.replace("{person}", &person.to_string())
}

/// The address of one resource's bytes.
pub fn resource(resource: ResourceId) -> String {
    RESOURCE.replace("{resource}", &resource.to_string())
}

/// The address at which a demonstration account signs in.
pub fn demo_account(account: crate::ids::AccountId) -> String {
    DEMO_ACCOUNT.replace("{account}", &account.to_string())
}

/// The header in which a change carries [`crate::access::Session::csrf_token`].
pub const CSRF_HEADER: &str = "x-csrf-token";
/// The header that names the person a chart or a resource is about; an answer for another person is dropped.
pub const PERSON_HEADER: &str = "x-commonweal-person";

/// What somebody should see first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Home {
    /// Records that this account opened lately, newest first, at most ten; clinicians only.
    pub recent: Vec<Recent>,
    /// Relationships that were claimed and nobody has reviewed; privacy officers only.
    pub claims: Vec<crate::audit::ClaimAlert>,
    /// How many arrivals wait to be matched; operators and privacy officers only.
    pub waiting: u32,
}

/// A record that was opened lately.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recent {
    /// Whose.
    pub person: crate::records::Person,
    /// When.
    pub at: crate::time::Moment,
}

/// An arrival, or a part of one, that could not be put on anybody's record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiting {
    /// Which arrival.
    pub intake: crate::ids::IntakeId,
    /// Who sent it.
    pub source: crate::ids::OdsCode,
    /// The sender's name.
    pub source_name: String,
    /// When.
    pub received: crate::time::Moment,
    /// How many resources wait.
    pub resources: u32,
    /// Why; names nobody.
    pub reason: String,
}
