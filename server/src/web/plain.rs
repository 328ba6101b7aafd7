use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use commonweal_shared::problem::MEDIA_TYPE;

use super::ApiError;

/// Turns an error that is no problem yet into one: what the framework refuses by itself it says in plain text, in its
/// own words. Its headers, such as `Allow`, stay.
pub(super) fn as_problem(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.headers().get(CONTENT_TYPE).is_some_and(|found| found == MEDIA_TYPE) {
        return response;
    }
    let mut answer = in_words(status).into_response();
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}

fn in_words(status: StatusCode) -> ApiError {
    let (kind, title) = match status {
        StatusCode::NOT_FOUND => return ApiError::not_found("There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => return ApiError::method_not_allowed(),
        StatusCode::BAD_REQUEST => ("bad-request", "The address or the body of this request can't be read."),
        StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "The body is larger than what is taken here."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("media-type", "The body is of a kind that is not taken here."),
        _ if status.is_client_error() => ("refused", "This request can't be taken as it is."),
        _ => return ApiError::new(status, "internal", "Something went wrong on the server."),
    };
    ApiError::new(status, kind, title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_becomes_a_problem_and_keeps_its_other_headers() {
        let plain = (StatusCode::METHOD_NOT_ALLOWED, [("allow", "GET,HEAD")], "no").into_response();
        let answer = as_problem(plain);
        assert_eq!(answer.status(), 405);
        assert_eq!(answer.headers()["allow"], "GET,HEAD");
        assert_eq!(answer.headers()[CONTENT_TYPE], MEDIA_TYPE);
    }

    #[test]
    fn what_went_well_and_what_is_a_problem_stay_as_they_are() {
        let well = as_problem("text".into_response());
        assert_eq!(well.headers()[CONTENT_TYPE], "text/plain; charset=utf-8");
        let problem = as_problem(ApiError::not_signed_in().into_response());
        assert_eq!(problem.status(), 401);
    }
}
