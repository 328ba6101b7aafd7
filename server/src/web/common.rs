use axum::http::StatusCode;
use commonweal_shared::api;
use commonweal_shared::problem::MEDIA_TYPE;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::Type;
use utoipa::openapi::{Components, ContentBuilder, Object, OpenApi, Ref, RefOr, ResponseBuilder};

/// An answer that many operations may give: its status, its name in the document, and what it means.
type Common = (StatusCode, &'static str, &'static str);

const BAD_REQUEST: Common = (
    StatusCode::BAD_REQUEST,
    "BadRequest",
    "The address or the body can't be read; `detail` says where and what was expected",
);
const NOT_SIGNED_IN: Common =
    (StatusCode::UNAUTHORIZED, "NotSignedIn", "Nobody is signed in, or the session has ended");
const FORBIDDEN: Common = (
    StatusCode::FORBIDDEN,
    "Forbidden",
    "Asked by another site's page, or without the session's token, or not through the front",
);
const NOT_FOUND: Common = (StatusCode::NOT_FOUND, "NotFound", "There is nothing at this address");
const BODY_TOO_SLOW: Common = (StatusCode::REQUEST_TIMEOUT, "BodyTooSlow", "The body came too slowly");
const TOO_LARGE: Common = (StatusCode::PAYLOAD_TOO_LARGE, "TooLarge", "The body is larger than 2 MiB");
const NOT_JSON: Common = (StatusCode::UNSUPPORTED_MEDIA_TYPE, "NotJson", "The body is not sent as JSON");
const TOO_MANY: Common =
    (StatusCode::TOO_MANY_REQUESTS, "TooMany", "Too often in a short time; `Retry-After` says when to try again");
const INTERNAL: Common = (StatusCode::INTERNAL_SERVER_ERROR, "Internal", "Something went wrong on the server");
const UNAVAILABLE: Common = (
    StatusCode::SERVICE_UNAVAILABLE,
    "Unavailable",
    "Too much to do, too slow, about to end, or without its database; `Retry-After` says when to try again",
);
const ALL: [Common; 10] = [
    BAD_REQUEST,
    NOT_SIGNED_IN,
    FORBIDDEN,
    NOT_FOUND,
    BODY_TOO_SLOW,
    TOO_LARGE,
    NOT_JSON,
    TOO_MANY,
    INTERNAL,
    UNAVAILABLE,
];

/// Addresses of the API that answer whoever asks.
const FOR_ANYBODY: [&str; 3] = [api::SYSTEM, api::DEMO, api::DEMO_ACCOUNT];

/// Adds to each operation the answers that do not come from its handler but from what stands before all handlers.
/// What an operation says itself of a status stays as it is.
pub fn describe_common_answers(document: &mut OpenApi) {
    let components = document.components.get_or_insert_with(Components::new);
    for (status, name, meaning) in ALL {
        let mut response = ResponseBuilder::new()
            .description(meaning)
            .content(MEDIA_TYPE, ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).build());
        if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE {
            let seconds = HeaderBuilder::new().schema(Some(Object::with_type(Type::Integer)));
            let seconds = seconds.description(Some("Seconds after which to try again")).build();
            response = response.header("retry-after", seconds);
        }
        components.responses.insert(name.to_owned(), RefOr::T(response.build()));
    }
    for (path, item) in &mut document.paths.paths {
        describe(path, item);
    }
}

fn describe(path: &str, item: &mut PathItem) {
    let signs_in = path == api::SESSION;
    let for_anybody = FOR_ANYBODY.contains(&path);
    let of_api = path.starts_with("/api/");
    let reads = [&mut item.get, &mut item.head];
    for operation in reads.into_iter().flatten() {
        add(operation, &[INTERNAL, UNAVAILABLE]);
        if of_api {
            add(operation, &[TOO_MANY, FORBIDDEN]);
        }
        if of_api && !for_anybody {
            add(operation, &[NOT_SIGNED_IN]);
        }
        if path.contains('{') {
            add(operation, &[BAD_REQUEST, NOT_FOUND]);
        }
    }
    let changes = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
    for operation in changes.into_iter().flatten() {
        add(operation, &[INTERNAL, UNAVAILABLE, TOO_MANY, FORBIDDEN]);
        if !signs_in && !for_anybody {
            add(operation, &[NOT_SIGNED_IN]);
        }
        if path.contains('{') {
            add(operation, &[BAD_REQUEST, NOT_FOUND]);
        }
        if operation.request_body.is_some() {
            add(operation, &[BAD_REQUEST, BODY_TOO_SLOW, TOO_LARGE, NOT_JSON]);
        }
    }
}

fn add(operation: &mut Operation, answers: &[Common]) {
    name_problems(operation);
    for (status, name, _) in answers {
        let response = || RefOr::Ref(Ref::from_response_name(*name));
        operation.responses.responses.entry(status.as_str().to_owned()).or_insert_with(response);
    }
}

/// A problem is sent under its own media type, which a derived description does not know.
fn name_problems(operation: &mut Operation) {
    let wrong = operation.responses.responses.iter_mut().filter(|(status, _)| status.as_str() >= "400");
    for (_, response) in wrong {
        if let RefOr::T(response) = response
            && let Some(content) = response.content.shift_remove("application/json")
        {
            response.content.insert(MEDIA_TYPE.to_owned(), content);
        }
    }
}
