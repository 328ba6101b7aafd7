//! Lists that say nothing twice, and stay quick however long a source makes them.

/// How far back a look for the same goes: further than any source repeats itself, and short enough for a million.
const LOOK_BACK: usize = 100;

/// Adds what is not there yet.
pub(super) fn add_once<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.iter().rev().take(LOOK_BACK).any(|known| *known == one) {
        list.push(one);
    }
}
