//! Decimals for drawing. The standard library's way between text and binary fractions is exact to the last bit and
//! brings tables of 14 KB (brotli) into the browser; a graph needs neither.

/// The number that a decimal text states, exact enough to draw (relative error below 1e-14).
///
/// Takes an optional sign, digits, a point, and an exponent as FHIR decimals have them; anything else is none.
pub fn parse(text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + fraction.len() == 0 || whole.len() + fraction.len() > 300 {
        return None;
    }
    let mut value = 0.0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10.0 + f64::from(digit - b'0');
    }
    let places = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let scaled = sign * scale(value, places);
    scaled.is_finite().then_some(scaled)
}

fn scale(mut value: f64, places: i32) -> f64 {
    for _ in 0..places.unsigned_abs().min(400) {
        if places > 0 {
            value *= 10.0;
        } else {
            value /= 10.0;
        }
    }
    value
}

/// A number with at most so many decimals (0 to 3), without trailing zeros; for coordinates and the labels of axes.
pub fn short(value: f64, places: u32) -> String {
    let whole = 10_i64.pow(places.min(3));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "a number too large to draw is cut to the largest that is not"
    )]
    let scaled = (value * whole as f64).round() as i64;
    let (sign, scaled) = if scaled < 0 { ("-", scaled.unsigned_abs()) } else { ("", scaled.unsigned_abs()) };
    let (integer, fraction) = (scaled / whole.unsigned_abs(), scaled % whole.unsigned_abs());
    if fraction == 0 {
        return format!("{sign}{integer}");
    }
    let digits = format!("{fraction:0width$}", width = places.min(3) as usize);
    format!("{sign}{integer}.{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn decimals_read_as_the_standard_library_reads_them() {
        for text in ["0", "5", "5.0", "-3.75", "+2", ".5", "4.", "152.11204503344257", "6.02e23", "1E-3", "0.001"] {
            let exact: f64 = text.parse().expect("a number");
            let ours = parse(text).expect(text);
            assert!((ours - exact).abs() <= exact.abs() * 1e-14, "{text}: {ours}");
        }
        for text in ["", ".", "-", "abc", "1,5", "1.2.3", "e5", "NaN", "inf", "5 mg"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn short_numbers_have_no_dust() {
        assert_eq!(short(0.1 + 0.2, 1), "0.3");
        assert_eq!(short(12.0, 1), "12");
        assert_eq!(short(-0.25, 2), "-0.25");
        assert_eq!(short(-0.04, 1), "0");
        assert_eq!(short(1.005, 3), "1.005");
        assert_eq!(short(7.05, 2), "7.05");
    }
}
