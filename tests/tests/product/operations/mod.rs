//! What the people who run it rely on: copies that can be trusted, a check that finds what is wrong, counters.

mod backup;
mod check;
mod exposition;
mod metrics;
mod restore;
mod store;

use commonweal_shared::ids::PersonId;
use commonweal_tests::{Invented, TestServer};

/// Puts the nth invented person on file by two arrivals of one source, with something restricted in the second.
async fn put_on_file(server: &TestServer, source: &str, nth: usize) -> (Invented, PersonId) {
    let six = number(nth);
    let person = Invented::new(&format!("p-{nth}"), &six, "Ravenstone", "1961-03-04");
    let first = person.weight("w-1", "2026-09-30", "71.50");
    server.import_text(source, &person.bundle("2026-09-30", &[first])).await;
    let second = person.weight("w-2", "2026-10-30", "70.25");
    let tally = server.import_text(source, &person.bundle("2026-10-30", &[second, person.restricted_problem()])).await;
    let id = *tally.people.first().expect("one person");
    (person, id)
}

/// Six digits of which an NHS number of the range for tests can be made: about one in eleven has no check digit.
fn number(nth: usize) -> String {
    let has_check_digit = |six: &String| {
        let digits = "999".chars().chain(six.chars()).map(|digit| digit.to_digit(10).expect("digits"));
        (2..=10).rev().zip(digits).map(|(weight, digit)| weight * digit).sum::<u32>() % 11 != 1
    };
    (15..999_999).map(|six| format!("{six:06}")).filter(has_check_digit).nth(nth).expect("there are thousands")
}
