//! Exact fractions for scores, small enough for 128 bits.
//!
//! [`super::Checklist::check`] refuses a checklist whose weights could need more, so nothing here can overflow.

/// A non-negative fraction in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    over: u128,
    under: u128,
}

impl Fraction {
    pub(super) const ZERO: Self = Self { over: 0, under: 1 };

    /// `over / under`; `under` must not be 0.
    pub(super) fn new(over: impl Into<u128>, under: impl Into<u128>) -> Self {
        let (over, under) = (over.into(), under.into());
        let common = gcd(over, under).max(1);
        Self {
            over: over / common,
            under: under / common,
        }
    }

    pub(super) const fn is_zero(self) -> bool {
        self.over == 0
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let common = gcd(self.under, other.under);
        let (mine, theirs) = (other.under / common, self.under / common);
        Self::new(self.over * mine + other.over * theirs, self.under * mine)
    }

    pub(super) fn times(self, other: Self) -> Self {
        // Crosswise first, so that the product stays as small as it can be.
        let (a, b) = (
            Self::new(self.over, other.under),
            Self::new(other.over, self.under),
        );
        Self {
            over: a.over * b.over,
            under: a.under * b.under,
        }
    }

    /// The divisor must not be 0.
    pub(super) fn divided_by(self, other: Self) -> Self {
        self.times(Self {
            over: other.under,
            under: other.over,
        })
    }

    pub(super) fn sum(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::ZERO, Self::plus)
    }

    /// In hundredths, half up.
    pub(super) const fn round_to_hundredths(self) -> u128 {
        (self.over * 200 + self.under) / (self.under * 2)
    }
}

/// The greatest common divisor.
pub(super) const fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The least common multiple.
pub(super) const fn lcm(a: u128, b: u128) -> u128 {
    if a == 0 || b == 0 { 0 } else { a / gcd(a, b) * b }
}

#[cfg(test)]
mod tests {
    use super::Fraction;

    #[test]
    fn thirds_and_halves() {
        let third = Fraction::new(1_u8, 3_u8);
        assert_eq!(Fraction::sum([third; 3]), Fraction::new(1_u8, 1_u8));
        let percent = third.times(Fraction::new(100_u8, 1_u8));
        assert_eq!(percent.round_to_hundredths(), 3333);
        assert_eq!(
            Fraction::new(1_u8, 200_u8).round_to_hundredths(),
            1,
            "half goes up"
        );
        let same = Fraction::new(2_u8, 3_u8).divided_by(Fraction::new(4_u8, 6_u8));
        assert_eq!(same, Fraction::new(1_u8, 1_u8));
    }
}
