//! Numbers, units and strengths of medicines: rules M4 to M7.

use crate::display::number::{Decimal, unit_words};
use crate::display::surface::Surface;
use crate::display::text::{one_line, thousands};

/// The number of a dose or a strength: no trailing zero, always a leading one, commas from one
/// thousand (M4, M5). What is no plain number comes back as received.
pub fn dose_number(text: &str) -> String {
    let Some(decimal) = Decimal::parse(text) else {
        return one_line(text);
    };
    let whole = decimal.whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = decimal.fraction.trim_end_matches('0');
    let is_zero = whole == "0" && fraction.is_empty();
    let mut out = String::with_capacity(text.len() + 2);
    if decimal.negative && !is_zero {
        out.push('-');
    }
    out.push_str(&thousands(whole));
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// An amount with its unit: `500 mg` in a clinical view (M3), `500mg` in prose (1.7). Words, such
/// as `5 units`, and percentages are the same in both.
pub fn dose_quantity(value: &str, unit: &str, surface: Surface) -> String {
    let number = dose_number(value);
    let unit = dose_unit(unit, &number);
    let is_symbol = unit.len() <= 2 || unit == "mmol";
    match (unit.as_str(), surface) {
        ("", _) => number,
        ("%", _) => format!("{number}%"),
        (_, Surface::Prose) if is_symbol => format!("{number}{unit}"),
        _ => format!("{number} {unit}"),
    }
}

/// The unit as it is to be written: `mL` and `L` with a capital, and in full what is misread when
/// it is shortened (micrograms, nanograms, units). Others stay as received.
pub(super) fn dose_unit(unit: &str, number: &str) -> String {
    let unit = one_line(unit);
    let one = number == "1";
    let written = match unit.to_ascii_lowercase().as_str() {
        "mg" => "mg",
        "g" if unit == "g" => "g",
        "kg" => "kg",
        "ml" => "mL",
        "l" => "L",
        "mcg" | "ug" | "µg" | "μg" | "microgram" | "micrograms" if one => "microgram",
        "mcg" | "ug" | "µg" | "μg" | "microgram" | "micrograms" => "micrograms",
        "ng" | "nanogram" | "nanograms" if one => "nanogram",
        "ng" | "nanogram" | "nanograms" => "nanograms",
        "unit" | "units" | "iu" | "[iu]" if one => "unit",
        "unit" | "units" | "iu" | "[iu]" => "units",
        _ => return unit_words(&unit),
    };
    written.to_owned()
}

/// A strength in the form in which it is read without a slash (M6, M7): `120mg/5ml` is `120 mg in
/// 5 mL`, `100units/ml` is `100 units per mL`, `8mg/500mg` is `8 and 500 mg`.
///
/// Only what can be read in one way is put into words. Everything else, such as `5mg/1g`, which
/// may be a mixture or a concentration, comes back exactly as received (product rule: a doubtful
/// strength is never worded anew).
pub fn strength(text: &str) -> String {
    worded(text).unwrap_or_else(|| one_line(text))
}

fn worded(text: &str) -> Option<String> {
    let line = one_line(text);
    let parts: Vec<Amount> = line.split('/').map(Amount::parse).collect::<Option<_>>()?;
    match parts.as_slice() {
        [single] => single.number.is_some().then(|| single.show()),
        [amount, per] if amount.number.is_some() && per.is_carrier() => {
            let joined = match per.number.as_deref() {
                None | Some("1") => format!("{} per {}", amount.show(), per.unit_alone()),
                Some(_) => format!("{} in {}", amount.show(), per.show()),
            };
            Some(joined)
        }
        mixture => mixed(mixture),
    }
}

/// A mixture of substances, each with its amount in the same unit of mass.
fn mixed(parts: &[Amount]) -> Option<String> {
    let unit = &parts.last()?.unit;
    let is_mass = ["mg", "g", "micrograms", "nanograms", "units"].contains(&unit.as_str());
    let same = |part: &Amount| part.unit == *unit && part.number.is_some();
    if !is_mass || !parts.iter().all(same) {
        return None;
    }
    let mut numbers: Vec<&str> = parts.iter().filter_map(|part| part.number.as_deref()).collect();
    let last = numbers.pop()?;
    Some(format!("{} and {last} {unit}", numbers.join(", ")))
}

/// A number with a unit, or a unit alone after a slash.
struct Amount {
    number: Option<String>,
    /// As written with a number other than one.
    unit: String,
}

impl Amount {
    fn parse(text: &str) -> Option<Amount> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
        let (number, unit) = text.split_at(end?);
        let number = match number {
            "" => None,
            number => Some(dose_number(&without_commas(number)?)),
        };
        let unit = unit.trim();
        let known = [
            "mg",
            "g",
            "kg",
            "ml",
            "l",
            "mcg",
            "ug",
            "µg",
            "μg",
            "microgram",
            "micrograms",
            "ng",
            "nanogram",
            "nanograms",
            "unit",
            "units",
            "iu",
            "mmol",
            "%",
            "dose",
            "hr",
            "h",
            "hour",
            "hours",
            "actuation",
            "day",
        ];
        let is_known = known.contains(&unit.to_ascii_lowercase().as_str());
        is_known.then(|| Amount { number, unit: dose_unit(unit, "") })
    }

    /// Whether a strength can be spread over it: a volume, a time or a dose.
    fn is_carrier(&self) -> bool {
        let carriers = ["mL", "L", "dose", "hr", "h", "hour", "hours", "actuation", "day"];
        carriers.contains(&self.unit.as_str())
    }

    fn show(&self) -> String {
        match &self.number {
            Some(number) if self.unit == "%" => format!("{number}%"),
            Some(number) => format!("{number} {}", dose_unit(&self.unit, number)),
            None => self.unit_alone(),
        }
    }

    fn unit_alone(&self) -> String {
        dose_unit(&self.unit, "1")
    }
}

/// Takes out commas where they stand before each three digits; any other comma may be a decimal
/// one, and then the number can't be read with certainty.
fn without_commas(number: &str) -> Option<String> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let has_commas = whole.contains(',');
    let right = (!has_commas || (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3);
    if !right || fraction.contains([',', '.']) || (has_commas && first.starts_with('0')) {
        return None;
    }
    Some(number.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn m3_space_between_amount_and_unit() {
        assert_eq!(dose_quantity("500", "mg", Surface::Clinical), "500 mg");
        assert_eq!(dose_quantity("500", "mg", Surface::Prose), "500mg");
        assert_eq!(dose_quantity("5", "ml", Surface::Clinical), "5 mL");
        assert_eq!(dose_quantity("5", "iu", Surface::Prose), "5 units");
        assert_eq!(dose_quantity("1", "units", Surface::Clinical), "1 unit");
        assert_eq!(dose_quantity("50", "mcg", Surface::Clinical), "50 micrograms");
        assert_eq!(dose_quantity("2", "tablets", Surface::Clinical), "2 tablets");
        assert_eq!(dose_quantity("2", "{tablet}", Surface::Clinical), "2 tablet");
        assert_eq!(dose_quantity("10", "[iU]", Surface::Clinical), "10 units");
        assert_eq!(dose_quantity("1", "", Surface::Clinical), "1");
    }

    #[test]
    fn m4_zeros() {
        for (input, output) in [
            ("0.50", "0.5"),
            (".5", "0.5"),
            ("5.0", "5"),
            ("5.", "5"),
            ("-0.0", "0"),
            ("-.50", "-0.5"),
            ("0012", "12"),
            ("100", "100"),
            ("0", "0"),
            ("1e3", "1e3"),
            ("1,5", "1,5"),
            ("", ""),
            ("５", "５"),
        ] {
            assert_eq!(dose_number(input), output, "{input:?}");
        }
    }

    #[test]
    fn m5_commas() {
        assert_eq!(dose_quantity("5000", "units", Surface::Clinical), "5,000 units");
        assert_eq!(dose_number("999"), "999");
        assert_eq!(dose_number("1000.50"), "1,000.5");
        assert_eq!(dose_number("1234567"), "1,234,567");
        assert_eq!(dose_number("0.12345"), "0.12345");
    }

    #[test]
    fn m6_in_and_per() {
        for (input, output) in [
            ("120mg/5ml", "120 mg in 5 mL"),
            ("100units/ml", "100 units per mL"),
            ("100 units / 1 mL", "100 units per mL"),
            ("5,000units/ml", "5,000 units per mL"),
            ("25mcg/hr", "25 micrograms per hr"),
            ("25micrograms/24hours", "25 micrograms in 24 hours"),
            ("100micrograms/dose", "100 micrograms per dose"),
            ("0.50mg", "0.5 mg"),
            ("0.9%", "0.9%"),
        ] {
            assert_eq!(strength(input), output, "{input:?}");
        }
    }

    #[test]
    fn m7_combined_strengths() {
        assert_eq!(strength("8mg/500mg"), "8 and 500 mg");
        assert_eq!(strength("100mg/25mg/200mg"), "100, 25 and 200 mg");
    }

    #[test]
    fn a_doubtful_strength_stays_as_received() {
        for text in [
            "5mg/1g",
            "30/500",
            "1 in 1000",
            "1,5mg/5ml",
            "8mg/500",
            "mg/ml",
            "10mg//5ml",
            "/",
            "120mg/5ml/",
            "100MG extra",
            "1.2.3mg",
            "0,500mg/5ml",
            "",
        ] {
            assert_eq!(strength(text), text);
        }
        assert_eq!(strength("5\u{202e}mg"), "5 mg");
    }
}
