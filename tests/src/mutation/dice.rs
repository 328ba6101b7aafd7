/// Chance from a seed, so that every run can be told again (Marsaglia's xorshift with a multiplication at its end).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The nth throw of this seed.
    pub fn new(seed: u64, nth: u64) -> Self {
        let mut dice = Self((seed ^ nth.wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1);
        // The first numbers of neighbouring seeds resemble each other.
        for _ in 0..8 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Any number below this one; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next()) * end as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// One of these.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
