//! Codes of an authenticator app (RFC 6238): six digits that change every half minute.
//!
//! Decides the parameters, those that every app understands (SHA-1, six digits, 30 s), and that a code is good a step early
//! and a step late, for telephones whose clock is off. That no code is taken twice is up to who takes it: [`AppCode::step`]
//! says of which step a code is.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};
use totp_rs::{Builder, Secret, Totp};

use crate::error::{Error, Result};
use crate::id::Randomness;
use crate::time::Timestamp;

/// White round the picture, in its squares: what cameras need.
const QUIET: usize = 4;

/// The codes of one person's app.
pub struct AppCode(Totp);

/// The picture that hands the secret to an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Squares on a side, the white ones round it too.
    pub size: usize,
    /// The black squares, as the `d` of an SVG path.
    pub path: String,
}

impl AppCode {
    /// A fresh secret, as it is stored and typed: base 32.
    pub fn secret(randomness: &Randomness) -> String {
        Secret::from(randomness.bytes::<20>()).to_base32()
    }

    /// The codes of this secret; company and sign-in name are what the app shows.
    pub fn new(secret: &str, company: &str, login: &str) -> Result<Self> {
        // A colon parts the two in the address.
        let company = company.replace(':', " ");
        let secret = Secret::try_from_base32(secret).map_err(|_| unusable("the secret is not base 32"))?;
        let codes = Builder::new()
            .with_secret(secret)
            .with_issuer(Some(company.trim()).filter(|name| !name.is_empty()))
            .with_account_name(login)
            .build();
        codes
            .map(Self)
            .map_err(|_| unusable("the app's codes cannot be made"))
    }

    /// Of which step this code is, when it is good now. Spaces between the digits are no matter.
    pub fn step(&self, code: &str, now: Timestamp) -> Option<i64> {
        let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        let seconds = u64::try_from(now.0 / 1000).ok()?;
        let step = self.0.check(&digits, seconds)?;
        i64::try_from(step).ok()
    }

    /// The picture with the secret.
    pub fn picture(&self) -> Result<Picture> {
        let address = self
            .0
            .to_url()
            .map_err(|_| unusable("the app's address cannot be made"))?;
        let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(Error::internal)?;
        let width = code.width();
        let mut path = String::new();
        for (at, color) in code.to_colors().iter().enumerate() {
            if *color == Color::Dark {
                let (x, y) = (at % width + QUIET, at / width + QUIET);
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        Ok(Picture {
            size: width + 2 * QUIET,
            path,
        })
    }
}

/// Without a word of the secret.
fn unusable(what: &'static str) -> Error {
    Error::internal(anyhow::anyhow!(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_431_600_000);

    fn codes() -> AppCode {
        let secret = AppCode::secret(&Randomness::seeded(1));
        assert_eq!(secret.len(), 32, "160 bits");
        AppCode::new(&secret, "Ярус: склады", "a.kuznetsova").unwrap()
    }

    #[test]
    fn the_standards_own_example_holds() {
        let codes = AppCode::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "", "a").unwrap();
        // RFC 6238 appendix B, the last six digits.
        assert_eq!(codes.step("287082", Timestamp(59_000)), Some(1));
        assert_eq!(
            codes.step("081804", Timestamp(1_111_111_109_000)),
            Some(37_037_036)
        );
    }

    #[test]
    fn a_code_is_good_a_step_early_and_late_and_no_longer() {
        let codes = codes();
        let code = codes.0.generate(u64::try_from(NOW.0 / 1000).unwrap()).to_string();
        let spaced = format!(" {} {}", &code[..3], &code[3..]);
        assert_eq!(codes.step(&spaced, NOW), Some(NOW.0 / 30_000));
        for (ms, good) in [(-30_000, true), (30_000, true), (60_000, false), (-60_000, false)] {
            assert_eq!(codes.step(&code, NOW.plus_ms(ms)).is_some(), good, "{ms}");
        }
        for none in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
            assert_eq!(codes.step(none, NOW), None, "{none}");
        }
    }

    #[test]
    fn the_picture_is_a_square_with_white_round_it() {
        let picture = codes().picture().unwrap();
        assert!(
            picture.size > 40 && picture.path.starts_with("M4 4h1v1h-1z"),
            "{picture:?}"
        );
    }
}
