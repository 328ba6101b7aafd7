//! The synthetic people: what every bundle must keep, and what the stories promise.

mod bundle;
mod people;
mod stories;
mod teaching;
