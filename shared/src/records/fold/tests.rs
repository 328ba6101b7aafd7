#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

mod builders;
mod facts;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
