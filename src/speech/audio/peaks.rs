//! The waveform of the player: the loudest sample of each of a fixed number of stretches.
//!
//! Collected while the sound streams by, so the length need not be known. Drawing is left to the page.

use serde::{Deserialize, Serialize};

/// Samples a cell while collecting: 20 ms.
const CELL: usize = super::RATE as usize / 50;
/// The most stretches a waveform has.
pub const MAX_BINS: usize = 2_000;

/// Loudness by time: for each channel the peak of equal stretches, 0…255 linear. All channels have the same number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Peaks {
    /// One list a channel, at most [`MAX_BINS`] values.
    pub channels: Vec<Vec<u8>>,
}

/// Collects one channel.
#[derive(Debug, Default)]
pub struct PeakMeter {
    cells: Vec<u8>,
    peak: u16,
    filled: usize,
}

impl PeakMeter {
    /// Takes the next samples.
    pub fn push(&mut self, samples: &[i16]) {
        for sample in samples {
            self.peak = self.peak.max(sample.unsigned_abs());
            self.filled += 1;
            if self.filled == CELL {
                self.close_cell();
            }
        }
    }

    /// The collected peaks in at most `bins` stretches.
    pub fn finish(mut self, bins: usize) -> Vec<u8> {
        if self.filled > 0 {
            self.close_cell();
        }
        let bins = bins.clamp(1, self.cells.len().max(1));
        (0..bins)
            .map(|bin| {
                let from = bin * self.cells.len() / bins;
                let to = (bin + 1) * self.cells.len() / bins;
                self.cells[from..to].iter().copied().max().unwrap_or(0)
            })
            .collect()
    }

    fn close_cell(&mut self) {
        // 0…32768 to 0…255, rounded up so that the faintest sound differs from none.
        self.cells.push(self.peak.div_ceil(129).min(255) as u8);
        self.peak = 0;
        self.filled = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_where_it_was() {
        let mut meter = PeakMeter::default();
        meter.push(&vec![0; 16_000]);
        meter.push(&vec![i16::MIN; 16_000]);
        meter.push(&vec![0; 16_000]);
        let peaks = meter.finish(30);
        assert_eq!(peaks.len(), 30);
        assert!(peaks[..10].iter().all(|p| *p == 0));
        assert!(peaks[10..20].iter().all(|p| *p == 255));
        assert!(peaks[20..].iter().all(|p| *p == 0));
    }

    #[test]
    fn short_sounds_have_fewer_bins_and_nothing_has_one() {
        let mut meter = PeakMeter::default();
        meter.push(&[1, -1]);
        assert_eq!(meter.finish(MAX_BINS), [1]);
        assert_eq!(PeakMeter::default().finish(MAX_BINS), [0]);
    }
}
