//! The surface over HTTP: what every answer has in common, errors as problems, and its description.

mod errors;
mod openapi;
mod record;
