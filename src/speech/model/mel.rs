//! The mel filters Whisper was trained with: Slaney's scale and norm, 16 kHz, a 400-point FFT.
//!
//! They belong into the model file but are not part of the CTranslate2 form, so they are computed.

use super::ggml::FFT_BINS;

const SAMPLE_RATE: f64 = 16_000.0;
const FFT_SIZE: f64 = 400.0;
/// Below this frequency the scale is linear, above it logarithmic.
const BREAK_HZ: f64 = 1000.0;
const HZ_PER_MEL: f64 = 200.0 / 3.0;
const BREAK_MEL: f64 = BREAK_HZ / HZ_PER_MEL;

/// `bands` triangular filters over [`FFT_BINS`] points, one after the other.
pub(super) fn filters(bands: u32) -> Vec<f32> {
    let top = to_mel(SAMPLE_RATE / 2.0);
    let edges: Vec<f64> = (0..bands + 2)
        .map(|i| to_hz(top * f64::from(i) / f64::from(bands + 1)))
        .collect();
    let mut filters = Vec::with_capacity(bands as usize * FFT_BINS);
    for edge in edges.windows(3) {
        let (low, mid, high) = (edge[0], edge[1], edge[2]);
        // Slaney's norm: every triangle has the same area.
        let height = 2.0 / (high - low);
        for bin in 0..FFT_BINS {
            let hz = bin as f64 * SAMPLE_RATE / FFT_SIZE;
            let triangle = ((hz - low) / (mid - low))
                .min((high - hz) / (high - mid))
                .max(0.0);
            filters.push((triangle * height) as f32);
        }
    }
    filters
}

/// Mels per e-fold above the break.
fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

fn to_mel(hz: f64) -> f64 {
    if hz < BREAK_HZ {
        hz / HZ_PER_MEL
    } else {
        BREAK_MEL + (hz / BREAK_HZ).ln() / log_step()
    }
}

fn to_hz(mel: f64) -> f64 {
    if mel < BREAK_MEL {
        mel * HZ_PER_MEL
    } else {
        BREAK_HZ * ((mel - BREAK_MEL) * log_step()).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_the_published_ones() {
        let filters = filters(80);
        assert_eq!(filters.len(), 80 * FFT_BINS);
        // From librosa.filters.mel(sr=16000, n_fft=400, n_mels=80), the file Whisper ships.
        assert!((filters[1] - 0.024_862_6).abs() < 1e-6, "{}", filters[1]);
        assert!(
            (filters[FFT_BINS + 1] - 0.001_990_8).abs() < 1e-6,
            "{}",
            filters[FFT_BINS + 1]
        );
        assert!(
            (filters[FFT_BINS + 2] - 0.022_871_8).abs() < 1e-6,
            "{}",
            filters[FFT_BINS + 2]
        );
        assert_eq!(filters[0].to_bits(), 0);
    }

    #[test]
    fn every_band_hears_something() {
        for bands in [80, 128] {
            for (i, band) in filters(bands).chunks(FFT_BINS).enumerate() {
                assert!(band.iter().any(|value| *value > 0.0), "band {i} of {bands}");
                assert!(band.iter().all(|value| value.is_finite() && *value >= 0.0));
            }
        }
    }
}
