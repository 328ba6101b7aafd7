//! What can go wrong between asking and knowing, each with a sentence for a person.

use commonweal_shared::problem::Problem;

use super::json;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server could not be reached at all.
    Offline,
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// The server understood and said no (a status from 400 to 499).
    Refused(Problem),
    /// Something failed on the way to the answer (a status from 500, or no answer in time).
    Broken(Problem),
    /// An answer came and could not be understood, or it was about somebody else.
    Unreadable,
}

impl Failure {
    /// What happened, as a sentence that is safe to show.
    pub fn sentence(&self) -> String {
        match self {
            Self::Offline => "You are offline, or Commonweal cannot be reached.".to_owned(),
            Self::SignedOut => "You are signed out.".to_owned(),
            Self::Refused(problem) | Self::Broken(problem) => problem.title.clone(),
            Self::Unreadable => "The answer could not be read, so nothing of it is shown.".to_owned(),
        }
    }

    /// What to do about it, where the server said.
    pub fn advice(&self) -> Option<&str> {
        self.problem().and_then(|problem| problem.detail.as_deref())
    }

    /// Finds the cause in the server's log; absent when the server never answered.
    pub fn request_id(&self) -> Option<&str> {
        self.problem().map(|problem| problem.request_id.as_str()).filter(|id| !id.is_empty())
    }

    /// The kind of problem as the server names it, such as `no-relationship`.
    pub fn kind(&self) -> Option<&str> {
        self.problem().map(|problem| problem.r#type.as_str())
    }

    /// The field at fault, for a form.
    pub fn field(&self) -> Option<&str> {
        self.problem().and_then(|problem| problem.field.as_deref())
    }

    /// The state that a page shows for it: `offline`, `denied` or `error`.
    ///
    /// Only a plain "may not" (403) is `denied`: a thing that is not there is an error.
    pub fn state(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Refused(problem) if problem.status == 403 => "denied",
            _ => "error",
        }
    }

    /// Whether asking again could help without anybody changing anything.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Offline | Self::Broken(_) | Self::Unreadable => true,
            Self::Refused(problem) => problem.status == 429,
            Self::SignedOut => false,
        }
    }

    /// True when there is no such thing (404).
    pub fn is_not_found(&self) -> bool {
        self.problem().is_some_and(|problem| problem.status == 404)
    }

    fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused(problem) | Self::Broken(problem) => Some(problem),
            Self::Offline | Self::SignedOut | Self::Unreadable => None,
        }
    }

    /// Reads an answer that is no success.
    pub(super) fn from_answer(status: u16, body: &[u8], request_id: Option<String>) -> Self {
        let mut problem = json::read::<Problem>(body).unwrap_or_else(|_| Problem {
            r#type: "unknown".to_owned(),
            title: format!("Commonweal answered with status {status} and no explanation."),
            status,
            detail: None,
            field: None,
            request_id: String::new(),
        });
        if problem.request_id.is_empty() {
            problem.request_id = request_id.unwrap_or_default();
        }
        match status {
            401 if problem.r#type == "not-signed-in" => Self::SignedOut,
            400..=499 => Self::Refused(problem),
            _ => Self::Broken(problem),
        }
    }

    /// No answer came in time.
    pub(super) fn too_slow(seconds: u32) -> Self {
        Self::Broken(Problem {
            r#type: "no-answer".to_owned(),
            title: format!("Commonweal did not answer within {seconds} seconds."),
            status: 0,
            detail: None,
            field: None,
            request_id: String::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(kind: &str, status: u16) -> Vec<u8> {
        format!(r#"{{"type":"{kind}","title":"A sentence.","status":{status},"request_id":"r-1"}}"#).into_bytes()
    }

    #[test]
    fn an_answer_says_what_it_is() {
        for (kind, status, state, passes) in [
            ("no-relationship", 403, "denied", false),
            ("no-such-person", 404, "error", false),
            ("too-many", 429, "error", true),
            ("audit-unavailable", 503, "error", true),
        ] {
            let failure = Failure::from_answer(status, &problem(kind, status), None);
            assert_eq!(failure.state(), state, "{kind}");
            assert_eq!(failure.may_pass(), passes, "{kind}");
            assert_eq!(failure.kind(), Some(kind));
            assert_eq!(failure.sentence(), "A sentence.");
            assert_eq!(failure.request_id(), Some("r-1"));
        }
    }

    #[test]
    fn only_the_missing_session_is_signed_out() {
        let missing = Failure::from_answer(401, &problem("not-signed-in", 401), None);
        assert_eq!(missing, Failure::SignedOut);
        let wrong = Failure::from_answer(401, &problem("wrong-sign-in", 401), None);
        assert!(matches!(wrong, Failure::Refused(_)));
    }

    #[test]
    fn an_answer_without_a_problem_still_has_a_sentence_and_an_id() {
        let failure = Failure::from_answer(502, b"<html>", Some("r-2".to_owned()));
        assert!(failure.sentence().contains("502"));
        assert_eq!(failure.request_id(), Some("r-2"));
    }
}
