//! Leaves out the design system's rules for components that no page of ours uses.
//!
//! A rule goes when each of its selectors needs a class `nhsuk-…` that stands nowhere in our sources.
//! A class that is put together (`format!("nhsuk-tag--{colour}")`) is found by the part before the brace.

use std::collections::BTreeSet;

/// What every class of the design system begins with.
const PREFIX: &str = "nhsuk-";

/// The classes that our sources name.
#[derive(Default)]
pub(super) struct Used {
    whole: BTreeSet<String>,
    beginnings: BTreeSet<String>,
}

impl Used {
    /// Adds every class that stands in this text.
    pub(super) fn read(&mut self, text: &str) {
        for (at, _) in text.match_indices(PREFIX) {
            let name = class_at(&text[at..]);
            if name.ends_with(['-', '_']) {
                self.beginnings.insert(name.to_owned());
            } else {
                self.whole.insert(name.to_owned());
            }
        }
    }

    fn has(&self, class: &str) -> bool {
        self.whole.contains(class) || self.beginnings.iter().any(|beginning| class.starts_with(beginning))
    }
}

/// The stylesheet without rules that cannot apply to any page.
pub(super) fn prune(css: &str, used: &Used) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = end_of_prelude(rest) {
        let prelude = &rest[..at];
        if rest[at..].starts_with(';') {
            // A statement without a block, such as `@charset`.
            kept.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        }
        let end = at + end_of_block(&rest[at..]);
        let block = &rest[at + 1..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        let (prelude, block) = if prelude.trim_start().starts_with(['@']) {
            let groups_rules = ["@media", "@supports", "@layer"].iter().any(|name| prelude.contains(name));
            (prelude.to_owned(), if groups_rules { prune(block, used) } else { block.to_owned() })
        } else {
            (reachable(prelude, used), block.to_owned())
        };
        if !prelude.is_empty() && !block.is_empty() {
            kept.extend([prelude.as_str(), "{", &block, "}"]);
        }
    }
    kept.push_str(rest);
    kept
}

/// The selectors of a rule that can apply.
fn reachable(selectors: &str, used: &Used) -> String {
    let mut kept = Vec::new();
    let mut begin = 0;
    let mut depth = 0_usize;
    for (at, letter) in selectors.char_indices().chain([(selectors.len(), ',')]) {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let selector = &selectors[begin..at];
                if can_apply(selector, used) {
                    kept.push(selector);
                }
                begin = at + 1;
            }
            _ => {}
        }
    }
    kept.join(",")
}

/// Whether every class that the selector needs is used. What stands in brackets (`:not(…)`) is never a need.
fn can_apply(selector: &str, used: &Used) -> bool {
    let mut depth = 0_usize;
    selector.char_indices().all(|(at, letter)| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            // Such a class only shows a state (`.\:hover`) in the design system's own documentation.
            '.' if depth == 0 && selector[at + 1..].starts_with("\\:") => return false,
            '.' if depth == 0 && selector[at + 1..].starts_with(PREFIX) => {
                return used.has(class_at(&selector[at + 1..]));
            }
            _ => {}
        }
        true
    })
}

/// The class name at the beginning of the text.
fn class_at(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_');
    &text[..end.unwrap_or(text.len())]
}

/// Where the first block or the end of the first statement is.
fn end_of_prelude(css: &str) -> Option<usize> {
    let mut quote = None;
    css.char_indices().find(|&(_, letter)| is_bare(letter, &mut quote) && matches!(letter, '{' | ';')).map(|(at, _)| at)
}

/// Where the block that begins here is closed.
fn end_of_block(css: &str) -> usize {
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, letter) in css.char_indices() {
        if is_bare(letter, &mut quote) {
            match letter {
                '{' => depth += 1,
                '}' if depth == 1 => return at,
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    css.len()
}

/// Whether the letter stands outside quotes; keeps account of which quote is open.
fn is_bare(letter: char, quote: &mut Option<char>) -> bool {
    match (*quote, letter) {
        (Some(open), _) => {
            if open == letter {
                *quote = None;
            }
            false
        }
        (None, '"' | '\'') => {
            *quote = Some(letter);
            false
        }
        (None, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pruned(css: &str) -> String {
        let mut used = Used::default();
        used.read("class=\"nhsuk-button nhsuk-u-visually-hidden\" format!(\"nhsuk-tag--{colour}\")");
        prune(css, &used)
    }

    #[test]
    fn rules_of_unused_components_go_and_the_rest_stays() {
        let css = "@charset \"UTF-8\";a{b:c}.nhsuk-card{d:e}.nhsuk-button,.nhsuk-card h2{f:g}.nhsuk-tag--red{h:i}.js-enabled p{k:l}";
        assert_eq!(pruned(css), "@charset \"UTF-8\";a{b:c}.nhsuk-button{f:g}.nhsuk-tag--red{h:i}.js-enabled p{k:l}");
    }

    #[test]
    fn an_emptied_group_goes_with_its_rules() {
        let css = "@media (min-width:1px){.nhsuk-card{a:b}}@media print{.nhsuk-button{c:\"}\"}}@keyframes x{0%{a:b}}";
        assert_eq!(pruned(css), "@media print{.nhsuk-button{c:\"}\"}}@keyframes x{0%{a:b}}");
    }

    #[test]
    fn what_is_excluded_is_not_needed() {
        let css =
            ".nhsuk-button:not(.nhsuk-button--x,.nhsuk-card):hover,.nhsuk-button.\\:hover{a:b}.nhsuk-button--x{c:d}";
        assert_eq!(pruned(css), ".nhsuk-button:not(.nhsuk-button--x,.nhsuk-card):hover{a:b}");
    }
}
