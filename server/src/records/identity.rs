//! What is on file of a person, when several sources describe them.

use commonweal_shared::records::{Identity, PersonNameOnFile};
use commonweal_shared::system::CareSetting;

use super::intake::PatientClaim;
use super::store::PersonRow;

/// How much a source's description of a person counts: their practice keeps it, the others copy it.
pub(super) const fn rank(setting: Option<CareSetting>) -> i64 {
    match setting {
        Some(CareSetting::GeneralPractice) => 2,
        Some(CareSetting::Acute | CareSetting::Community | CareSetting::MentalHealth) => 1,
        _ => 0,
    }
}

/// Takes up what a claim says: whole when its source counts as much as the one before, else only what was unknown.
/// A death that any source states is on file at once.
pub(super) fn take_up(known: &mut PersonRow, claim: &PatientClaim, source: &str, rank: i64) {
    if known.joining_number.is_none() {
        known.joining_number = claim.joining_number.as_ref().map(|number| number.digits().to_owned());
    }
    let before = known.identity.clone();
    if rank >= known.identity_rank {
        known.identity = claim.identity.clone();
        known.identity_rank = rank;
        source.clone_into(&mut known.identity_source);
        fill(&mut known.identity, &before);
    } else {
        fill(&mut known.identity, &claim.identity);
    }
    if joins_better(&before, &known.identity) {
        known.identity.number = before.number;
    }
}

/// A verified number stays on file when a later description has none or a worse one.
fn joins_better(before: &Identity, now: &Identity) -> bool {
    use commonweal_shared::records::NumberOnFile::Stated;
    let good = |identity: &Identity| match &identity.number {
        Stated { status, .. } => status.is_none_or(|status| status.joins()),
        _ => false,
    };
    good(before) && !good(now)
}

fn fill(identity: &mut Identity, other: &Identity) {
    identity.deceased |= other.deceased;
    fill_one(&mut identity.died, other.died.as_ref());
    fill_one(&mut identity.gender, other.gender.as_ref());
    fill_one(&mut identity.practice, other.practice.as_ref());
    fill_one(&mut identity.practice_code, other.practice_code.as_ref());
    if identity.addresses.is_empty() {
        identity.addresses.clone_from(&other.addresses);
    }
    if identity.telecoms.is_empty() {
        identity.telecoms.clone_from(&other.telecoms);
    }
    for name in &other.other_names {
        if !identity.other_names.contains(name) {
            identity.other_names.push(name.clone());
        }
    }
    for need in &other.communication {
        if !identity.communication.contains(need) {
            identity.communication.push(need.clone());
        }
    }
}

fn fill_one<T: Clone>(empty: &mut Option<T>, from: Option<&T>) {
    if empty.is_none() {
        *empty = from.cloned();
    }
}

/// The words by which somebody is found: every part of every name, without case and without accents.
pub(super) fn words(identity: &Identity) -> Vec<String> {
    let parts = |name: &PersonNameOnFile| -> Vec<String> {
        name.family.iter().chain(&name.given).flat_map(|part| search_words(part)).collect()
    };
    let mut words: Vec<String> = parts(&identity.name);
    words.extend(identity.other_names.iter().flat_map(parts));
    words.sort();
    words.dedup();
    words
}

/// One text's words to search by; `O'Brien-Smith` gives `obrien`, `smith` and `obriensmith`.
pub(super) fn search_words(text: &str) -> Vec<String> {
    let plain = |word: &str| -> String { word.chars().filter(|c| c.is_alphanumeric()).collect() };
    let folded: String = text.chars().flat_map(char::to_lowercase).map(without_accent).collect();
    let mut words: Vec<String> =
        folded.split(|c: char| c.is_whitespace() || c == '-').map(plain).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 {
        words.push(words.concat());
    }
    words
}

/// The letter without its accent, for the letters of Latin-1 and Latin Extended-A that names in England use most.
fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' => 's',
        'ť' | 'ţ' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_case_accents_and_apostrophes() {
        assert_eq!(search_words("O'Brien-Smith"), ["obrien", "smith", "obriensmith"]);
        assert_eq!(search_words("Ángela"), ["angela"]);
        assert_eq!(search_words("Guzmán"), ["guzman"]);
    }
}
