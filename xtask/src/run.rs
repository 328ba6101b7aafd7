//! `cargo xtask run`: builds everything and starts a demonstration system.

use crate::build::{Speed, build};
use crate::command::{program, run as run_command};
use crate::failure::Outcome;

/// Where the demonstration keeps its data and listens, unless the arguments say otherwise.
const PLACES: [(&str, &str); 2] = [("--data", "target/demo-data"), ("--listen", "127.0.0.1:8080")];

/// Builds, then runs the server until it is stopped; it prints its address itself.
///
/// Arguments after `--` go to `commonweal serve`: `cargo xtask run -- --listen 127.0.0.1:9000`.
pub(crate) fn run(speed: Speed, arguments: &[String]) -> Outcome {
    let server = build(speed)?;
    let mut serve = program(&server.to_string_lossy());
    serve.args(["serve", "--demo"]).args(missing_places(arguments)).args(arguments);
    run_command(&mut serve)
}

/// The flags and values of [`PLACES`] that the arguments do not give themselves.
fn missing_places(arguments: &[String]) -> Vec<&'static str> {
    let given = |flag: &str| arguments.iter().any(|argument| argument.split('=').next() == Some(flag));
    PLACES.into_iter().filter(|(flag, _)| !given(flag)).flat_map(|(flag, value)| [flag, value]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_given_replaces_the_usual_one() {
        let given = ["--listen=127.0.0.1:9000".to_owned()];
        assert_eq!(missing_places(&given), ["--data", "target/demo-data"]);
        assert_eq!(missing_places(&[]).len(), 4);
    }
}
