//! Which of the two house styles a page follows (rule 1.7).

/// A route is either one or the other, and says so to every formatter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surface {
    /// Views of a record: the NHS Common User Interface guidance.
    Clinical,
    /// Public, training and assessment pages: the NHS service manual.
    Prose,
}

/// A value that a source was asked for and did not give, in a clinical view (rules D4, 1.7).
pub const NOT_RECORDED: &str = "Not recorded";

/// A value of the banner that nobody knows (rules B6, N4, X1).
pub const NOT_KNOWN: &str = "Not Known";

impl Surface {
    /// What a cell without a value says; it is never empty (rule 1.7).
    pub const fn missing(self) -> &'static str {
        match self {
            Surface::Clinical => NOT_RECORDED,
            Surface::Prose => "No data",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_missing_cell_is_never_empty() {
        assert_eq!(Surface::Clinical.missing(), "Not recorded");
        assert_eq!(Surface::Prose.missing(), "No data");
    }
}
