//! Names of people: rules N1 to N4.

use super::surface::{NOT_KNOWN, Surface};
use super::text::{one_line, some_line};
use serde::{Deserialize, Serialize};

/// A person's name in the parts that a source gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonName {
    /// The family name as received.
    pub family: Option<String>,
    /// The given names as received, all in one.
    pub given: Option<String>,
    /// The title as received.
    pub prefix: Option<String>,
    /// The name that the person prefers to be called by.
    pub preferred: Option<String>,
    /// The name in one text, where the source gave no parts; then it is shown as it came.
    pub whole: Option<String>,
}

impl PersonName {
    /// The name on one line: `O'BRIEN, Mary Jane (Mrs)` in a clinical view (N1), `Mrs Mary Jane
    /// O'Brien` in prose. What is missing is left out; nothing at all is `Not Known` (N4).
    pub fn show(&self, surface: Surface) -> String {
        match surface {
            Surface::Clinical => self.parts().join(" "),
            Surface::Prose => {
                let prefix = self.title();
                let given = some_line(self.given.as_deref());
                let family = some_line(self.family.as_deref());
                if given.is_none() && family.is_none() {
                    return some_line(self.whole.as_deref()).or(prefix).unwrap_or_else(|| NOT_KNOWN.to_owned());
                }
                let parts: Vec<String> = [prefix, given, family].into_iter().flatten().collect();
                parts.join(" ")
            }
        }
    }

    /// The elements of the clinical name, `["O'BRIEN,", "Mary Jane", "(Mrs)"]`. A line may break
    /// between them and at their spaces, and nowhere else; none is ever cut off (N3).
    pub fn parts(&self) -> Vec<String> {
        let family = some_line(self.family.as_deref()).map(|family| family.to_uppercase());
        let given = some_line(self.given.as_deref());
        let title = self.title().map(|title| format!("({title})"));
        let family = match (family, &given) {
            (Some(family), Some(_)) => Some(format!("{family},")),
            (Some(family), None) => Some(family),
            (None, Some(_)) => None,
            (None, None) => some_line(self.whole.as_deref()),
        };
        let parts: Vec<String> = [family, given, title].into_iter().flatten().collect();
        if parts.is_empty() { vec![NOT_KNOWN.to_owned()] } else { parts }
    }

    /// The name that the person prefers, below the given name (B14); none when not stated.
    pub fn preferred(&self) -> Option<String> {
        some_line(self.preferred.as_deref())
    }

    /// The title in title case without full stops: `Dr`, `Lt Col` (N1, N2).
    fn title(&self) -> Option<String> {
        let title = one_line(self.prefix.as_deref()?).replace('.', " ");
        let words: Vec<String> = title.split_whitespace().map(title_case).collect();
        if words.is_empty() { None } else { Some(words.join(" ")) }
    }
}

/// A capital at the beginning and after each hyphen, the rest in lower case (letters beyond ASCII
/// stay as received, as no English title has one).
fn title_case(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut at_start = true;
    for character in word.chars() {
        if at_start {
            out.extend(character.to_uppercase());
        } else {
            out.push(character.to_ascii_lowercase());
        }
        at_start = character == '-';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn name(family: &str, given: &str, prefix: &str) -> PersonName {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        PersonName { family: some(family), given: some(given), prefix: some(prefix), ..PersonName::default() }
    }

    fn clinical(family: &str, given: &str, prefix: &str) -> String {
        name(family, given, prefix).show(Surface::Clinical)
    }

    #[test]
    fn n1_family_given_title() {
        assert_eq!(clinical("o'brien", "Mary Jane", "mrs"), "O'BRIEN, Mary Jane (Mrs)");
        assert_eq!(clinical("Ångström", "Zoë", "PROF"), "ÅNGSTRÖM, Zoë (Prof)");
        assert_eq!(clinical("van der Berg", " Jan ", "lt col"), "VAN DER BERG, Jan (Lt Col)");
        assert_eq!(clinical("李", "小龍", ""), "李, 小龍");
        assert_eq!(clinical("Smith-Jones", "Al", "vice-ADMIRAL"), "SMITH-JONES, Al (Vice-Admiral)");
    }

    #[test]
    fn n2_no_full_stop_after_the_title() {
        assert_eq!(clinical("Smith", "John", "Dr."), "SMITH, John (Dr)");
        assert_eq!(clinical("Smith", "John", "rev.dr."), "SMITH, John (Rev Dr)");
        assert_eq!(clinical("Smith", "John", "."), "SMITH, John");
    }

    #[test]
    fn n3_whole_and_wrapped_between_elements() {
        let long = "Abcdefghijklmnopqrstuvwxyzabcdefghi";
        assert_eq!(long.len(), 35);
        let shown = name(long, "Jo", "Ms");
        assert_eq!(shown.parts(), [format!("{},", long.to_uppercase()), "Jo".into(), "(Ms)".into()]);
        assert!(!shown.show(Surface::Clinical).contains('…'));
    }

    #[test]
    fn n4_missing_parts() {
        assert_eq!(clinical("Smith", "", ""), "SMITH");
        assert_eq!(clinical("", "", ""), "Not Known");
        assert_eq!(clinical("", "Mary", ""), "Mary");
        assert_eq!(clinical("", "Mary", "mrs"), "Mary (Mrs)");
        assert_eq!(clinical("Smith", "", "mr"), "SMITH (Mr)");
        assert_eq!(clinical(" \u{202e}", "\0", "\n"), "Not Known");
        let whole = PersonName { whole: Some("Mary O'Brien".to_owned()), ..PersonName::default() };
        assert_eq!(whole.show(Surface::Clinical), "Mary O'Brien");
        assert_eq!(whole.show(Surface::Prose), "Mary O'Brien");
    }

    #[test]
    fn b14_preferred_name() {
        let preferred = Some(" Molly ".to_owned());
        let shown = PersonName { preferred, ..name("Smith", "Mary", "") };
        assert_eq!(shown.preferred().as_deref(), Some("Molly"));
        assert_eq!(name("Smith", "Mary", "").preferred(), None);
    }

    #[test]
    fn surface_decides_the_name() {
        let shown = name("O'Brien", "Mary Jane", "mrs");
        assert_eq!(shown.show(Surface::Prose), "Mrs Mary Jane O'Brien");
        assert_eq!(name("", "", "").show(Surface::Prose), "Not Known");
    }
}
