//! The records area: its start in the browser.

fn main() {
    commonweal_frontend::start();
}
