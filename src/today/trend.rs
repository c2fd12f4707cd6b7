//! A manager's trend: the last totals as a line. Pure.
//!
//! Decides that only totals by one checklist (that of the newest), of calls picked in one way, make a line, how many of
//! them, and that fewer than [`FEW`] are shown as points without a line or a direction.

use crate::checklists::scoring::FEW;
use crate::checklists::{Hundredths, Zones};

/// Totals of a line at most.
const MOST: usize = 12;
/// Width and height of the drawing.
pub const SIZE: (u32, u32) = (300, 64);
/// Free space around the line.
const EDGE: f64 = 6.0;

/// A line of totals.
#[derive(Debug, PartialEq)]
pub struct Trend {
    /// How many totals.
    pub n: usize,
    /// Their mean.
    pub mean: Hundredths,
    /// The newest.
    pub last: Hundredths,
    /// Mean of the newer half less mean of the older half; none while there are few.
    pub change: Option<Hundredths>,
    /// The line as SVG path data; empty while there are few.
    pub path: String,
    /// The points in the drawing.
    pub points: Vec<(f64, f64)>,
    /// Heights at which the zones begin.
    pub zones: [f64; 3],
}

/// The trend of these totals, the oldest first; none without a total.
pub fn trend(totals: &[Hundredths], zones: Zones) -> Option<Trend> {
    use std::fmt::Write as _;
    let totals = &totals[totals.len().saturating_sub(MOST)..];
    let last = *totals.last()?;
    let few = (totals.len() as i64) < FEW;
    let step = (f64::from(SIZE.0) - 2.0 * EDGE) / (totals.len().max(2) - 1) as f64;
    let height = |percent: f64| {
        let y = f64::from(SIZE.1) - EDGE - percent / 100.0 * (f64::from(SIZE.1) - 2.0 * EDGE);
        (y * 10.0).round() / 10.0
    };
    let points: Vec<(f64, f64)> = totals
        .iter()
        .zip(0_u32..)
        .map(|(total, at)| {
            let x = EDGE + step * f64::from(at);
            ((x * 10.0).round() / 10.0, height(total.to_f64()))
        })
        .collect();
    let mut path = String::new();
    for (at, (x, y)) in points.iter().enumerate().filter(|_| !few) {
        let _ = write!(path, "{}{x} {y}", if at == 0 { "M" } else { "L" });
    }
    let (older, newer) = totals.split_at(totals.len() / 2);
    Some(Trend {
        n: totals.len(),
        mean: mean(totals)?,
        last,
        change: mean(newer)
            .zip(mean(older))
            .filter(|_| !few)
            .map(|(newer, older)| Hundredths(newer.0 - older.0)),
        path,
        points,
        zones: [zones.attention, zones.norm, zones.strong].map(|percent| height(f64::from(percent))),
    })
}

/// The mean of some totals.
pub fn mean(totals: &[Hundredths]) -> Option<Hundredths> {
    let sum = totals.iter().map(|total| total.0).sum();
    Hundredths::mean(sum, i64::try_from(totals.len()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(values: &[i64]) -> Vec<Hundredths> {
        values.iter().map(|value| Hundredths(value * 100)).collect()
    }

    #[test]
    fn few_totals_are_points_without_a_direction() {
        assert_eq!(trend(&[], Zones::default()), None);
        let one = trend(&totals(&[62]), Zones::default()).unwrap();
        assert_eq!(
            (one.n, one.mean.0, one.change, one.path.as_str()),
            (1, 62_00, None, "")
        );
        assert_eq!(one.points, [(6.0, 25.8)]);
        assert_eq!(trend(&totals(&[0; 7]), Zones::default()).unwrap().change, None);
    }

    #[test]
    fn a_line_shows_the_last_twelve_and_where_they_go() {
        let many = trend(
            &totals(&[0, 0, 50, 50, 50, 50, 50, 50, 80, 80, 80, 80, 80, 80]),
            Zones::default(),
        )
        .unwrap();
        assert_eq!(
            (many.n, many.change, many.last.0),
            (12, Some(Hundredths(30_00)), 80_00)
        );
        assert!(many.path.starts_with("M6 32L32.2 32"), "{}", many.path);
        assert_eq!(many.points.last(), Some(&(294.0, 16.4)));
        assert_eq!(many.zones.map(|y| (y * 10.0).round() as i64), [320, 190, 138]);
    }
}
