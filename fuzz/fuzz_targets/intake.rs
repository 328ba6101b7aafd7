//! Whatever bytes come: the intake reads them without a panic, nothing stands on a wrong person, the tally adds up.
#![no_main]

use commonweal_tests::mutation::examine;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Err(wrong) = examine(input) {
        panic!("{wrong}");
    }
});
