//! Waveforms as SVG path data: bars up and down from an axis.
//!
//! Pure. Decides which channel stands above the axis and how loudness becomes height. How large a drawing is, is left to
//! those who show it.

use std::fmt::Write as _;

use crate::side::Side;
use crate::speech::audio::Peaks;

/// Width of every drawing.
pub const WIDTH: f64 = 1000.0;

/// The measures of a drawing.
#[derive(Debug, Clone, Copy)]
pub struct WaveformScale {
    /// Bars at most.
    pub most: usize,
    /// Where the axis is.
    pub axis: f64,
    /// Height of the tallest bar.
    pub tallest: f64,
}

/// What stands above the axis and below it: the manager and the client, or everybody twice in mono.
pub fn sides(peaks: &Peaks, manager_side: Side, mono: bool) -> [&[u8]; 2] {
    let channel = |n: usize| peaks.channels.get(n).map_or(&[][..], Vec::as_slice);
    let (first, second) = (channel(0), channel(1));
    match (mono || second.is_empty(), manager_side) {
        (true, _) => [first, first],
        (false, Side::Left) => [first, second],
        (false, Side::Right) => [second, first],
    }
}

/// The loudest of all, at least 1.
pub fn loudest(sides: &[&[u8]]) -> u8 {
    sides.iter().copied().flatten().copied().max().unwrap_or(0).max(1)
}

impl WaveformScale {
    /// One bar a stretch, from the axis up (`sign` −1) or down.
    pub fn path(&self, peaks: &[u8], loudest: u8, sign: f64) -> String {
        let bars = peaks.len().min(self.most);
        let step = WIDTH / bars.max(1) as f64;
        let mut d = String::with_capacity(bars * 24);
        for bar in 0..bars {
            let (from, to) = (bar * peaks.len() / bars, (bar + 1) * peaks.len() / bars);
            let peak = peaks[from..to].iter().copied().max().unwrap_or(0);
            // The ear hears loudness, not amplitude: quiet speech should still be seen.
            let height = (f64::from(peak) / f64::from(loudest)).powf(0.6) * self.tallest;
            let height = sign * height.max(0.6);
            // Writing to a String cannot fail.
            let _ = write!(
                d,
                "M{:.1} {}v{height:.1}h{:.1}v{:.1}z",
                bar as f64 * step,
                self.axis + sign,
                step * 0.62,
                -height
            );
        }
        d
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waveform_has_at_most_its_bars() {
        let bars = WaveformScale {
            most: 300,
            axis: 43.0,
            tallest: 40.0,
        };
        let d = bars.path(&[0; 2_000], 255, -1.0);
        assert_eq!(d.matches('M').count(), 300);
        assert_eq!(bars.path(&[255], 255, 1.0), "M0.0 44v40.0h620.0v-40.0z");
        assert_eq!(bars.path(&[], 255, 1.0), "");
    }

    #[test]
    fn the_manager_stands_above_the_axis() {
        let peaks = Peaks {
            channels: vec![vec![1], vec![2]],
        };
        assert_eq!(sides(&peaks, Side::Left, false), [&[1], &[2]]);
        assert_eq!(sides(&peaks, Side::Right, false), [&[2], &[1]]);
        assert_eq!(sides(&peaks, Side::Right, true), [&[1], &[1]]);
    }
}
