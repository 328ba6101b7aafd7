//! Chance from a seed: the same numbers on every machine.

/// The step of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A stream of numbers that look random and follow from a seed alone.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// The stream of this number under this seed; neighbouring streams have nothing in common.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut start = Self(seed ^ stream.wrapping_mul(GOLDEN).rotate_left(17));
        let first = start.next();
        Self(first ^ stream)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Any number below this one; 0 where there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next()) * end as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// Any number from the first to the last, both included.
    pub(super) fn between(&mut self, first: i64, last: i64) -> i64 {
        let width = usize::try_from(last - first + 1).unwrap_or(1);
        first + i64::try_from(self.below(width)).unwrap_or_default()
    }

    /// True in so many of a hundred.
    pub(super) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// So many different places below an end, in the order of the places.
    pub(super) fn places(&mut self, wanted: usize, end: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..end).collect();
        for at in 0..wanted.min(end) {
            let other = at + self.below(end - at);
            all.swap(at, other);
        }
        all.truncate(wanted.min(end));
        all.sort_unstable();
        all
    }

    /// An identifier in the shape of a UUID.
    pub(super) fn uuid(&mut self) -> String {
        uuid::Builder::from_random_bytes(((u128::from(self.next()) << 64) | u128::from(self.next())).to_be_bytes())
            .into_uuid()
            .to_string()
    }

    /// A length as lengths of records are: log-normal with this median. With a spread of 1 one in six is more than
    /// 2.7 times as long, and one in forty more than seven times.
    ///
    /// Made of additions and multiplications alone, which every machine rounds alike; a library's `exp` need not.
    pub(super) fn length(&mut self, median: f64, spread: f64) -> usize {
        // The sum of twelve even numbers is close to normal: mean 6, deviation 1.
        let sum: u64 = (0..12).map(|_| self.next() >> 32).sum();
        #[expect(clippy::cast_precision_loss, reason = "36 bits, which a float holds")]
        let normal = sum as f64 / 4_294_967_296.0 - 6.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most some hundred thousand")]
        let length = (median * power_of_two(normal * spread * std::f64::consts::LOG2_E)) as usize;
        length
    }
}

/// 2 to this power, within a millionth, for powers from -60 to 60.
fn power_of_two(power: f64) -> f64 {
    let whole = power.floor();
    let rest = (power - whole) * std::f64::consts::LN_2;
    let mut sum = 1.0;
    for nth in (1..=9).rev() {
        sum = 1.0 + sum * rest / f64::from(nth);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number from -60 to 60")]
    let whole = (whole as i32).clamp(-60, 60);
    #[expect(clippy::cast_precision_loss, reason = "a power of two is exact")]
    let factor = (1_u64 << whole.unsigned_abs()) as f64;
    if whole < 0 { sum / factor } else { sum * factor }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two_are_right() {
        for power in [-12.3, -1.0, -0.4, 0.0, 0.5, 1.0, 7.77] {
            let expected = f64::exp2(power);
            assert!((power_of_two(power) - expected).abs() < expected * 1e-6, "2^{power}");
        }
    }

    #[test]
    fn lengths_have_the_median_and_a_long_tail() {
        let mut chance = Chance::new(7, 1);
        let mut lengths: Vec<usize> = (0..10_000).map(|_| chance.length(225.0, 0.95)).collect();
        lengths.sort_unstable();
        assert!((210..=240).contains(&lengths[5_000]), "{}", lengths[5_000]);
        assert!(lengths[9_980] > 2_000, "{}", lengths[9_980]);
        assert!(lengths[1_500] > 50, "{}", lengths[1_500]);
    }

    #[test]
    fn streams_of_one_seed_differ_and_repeat() {
        let of = |stream| {
            let mut chance = Chance::new(42, stream);
            (0..4).map(|_| chance.next()).collect::<Vec<_>>()
        };
        assert_eq!(of(3), of(3));
        assert_ne!(of(3), of(4));
    }
}
