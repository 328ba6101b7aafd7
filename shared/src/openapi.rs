//! Schemas for types whose derived one would show what is inside instead of what stands on the wire.

use std::borrow::Cow;

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::time::FhirDate;

impl PartialSchema for FhirDate {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A date as FHIR writes it, as received: a year, a month, a day, or a day with a time."))
            .examples([serde_json::json!("2019"), serde_json::json!("2019-03"), serde_json::json!("2019-03-31")])
            .into()
    }
}

impl ToSchema for FhirDate {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("FhirDate")
    }
}
