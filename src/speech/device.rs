//! What computes speech: the processor, or a graphics card if this build knows one and one answers.
//!
//! Decides by the setting, the build (cargo features `cuda`, `vulkan`, `metal`) and what the machine shows, and says why,
//! in words for the operator. Loading the model there is left to [`super::whisper`].

use std::ffi::CStr;

use whisper_rs_sys as ggml;

use crate::config::SpeechDevice;

/// What computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// The processor.
    Cpu,
    /// A graphics card.
    Gpu,
}

impl Device {
    /// The stored word; the visitor's is the text `talk-device-<word>`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }
}

/// A device and the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenDevice {
    /// Which.
    pub device: Device,
    /// Why this one, for the operator.
    pub why: String,
    /// It is not the one that was asked for.
    pub instead: bool,
}

/// The way to graphics cards that this build knows; `None` for a build without one.
pub const GRAPHICS: Option<&str> = if cfg!(feature = "cuda") {
    Some("CUDA")
} else if cfg!(feature = "vulkan") {
    Some("Vulkan")
} else if cfg!(feature = "metal") {
    Some("Metal")
} else {
    None
};

/// The device for this setting on this machine.
pub fn choose(wanted: SpeechDevice) -> ChosenDevice {
    let cards = if wanted == SpeechDevice::Cpu {
        Vec::new()
    } else {
        cards()
    };
    decide(wanted, GRAPHICS, &cards)
}

fn decide(wanted: SpeechDevice, graphics: Option<&str>, cards: &[String]) -> ChosenDevice {
    let chosen = |device, why| ChosenDevice {
        device,
        why,
        instead: wanted == SpeechDevice::Gpu && device == Device::Cpu,
    };
    match (wanted, graphics, cards) {
        (SpeechDevice::Cpu, ..) => chosen(Device::Cpu, "speech_device is cpu".to_owned()),
        (_, None, _) => chosen(
            Device::Cpu,
            "this build knows no graphics cards (cargo features cuda, vulkan, metal)".to_owned(),
        ),
        (_, Some(way), []) => chosen(Device::Cpu, format!("no graphics card answers to {way}")),
        (_, Some(way), [first, ..]) => chosen(Device::Gpu, format!("{first} by {way}")),
    }
}

/// The graphics cards that answer, by name, in the order in which they are used.
fn cards() -> Vec<String> {
    devices()
        .into_iter()
        .filter(|(kind, _)| {
            [
                ggml::ggml_backend_dev_type_GGML_BACKEND_DEVICE_TYPE_GPU,
                ggml::ggml_backend_dev_type_GGML_BACKEND_DEVICE_TYPE_IGPU,
            ]
            .contains(kind)
        })
        .map(|(_, name)| name)
        .collect()
}

/// Everything that the library can compute on: its kind and its name.
#[expect(
    unsafe_code,
    reason = "the binding has no safe way to ask which devices there are"
)]
fn devices() -> Vec<(ggml::ggml_backend_dev_type, String)> {
    // SAFETY: the list of devices is made once, by the first question, and stays; an index below the count is a device,
    // whose description is a string that lives as long as the process.
    unsafe {
        (0..ggml::ggml_backend_dev_count())
            .map(|index| {
                let device = ggml::ggml_backend_dev_get(index);
                let name = CStr::from_ptr(ggml::ggml_backend_dev_description(device));
                (
                    ggml::ggml_backend_dev_type(device),
                    name.to_string_lossy().into_owned(),
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SpeechDevice::{Auto, Cpu, Gpu};

    #[test]
    fn the_setting_the_build_and_the_machine_decide_in_this_order() {
        let card = ["Card 1".to_owned(), "Card 2".to_owned()];
        let said = |wanted, graphics, cards: &[String]| {
            let chosen = decide(wanted, graphics, cards);
            (chosen.device, chosen.instead)
        };
        assert_eq!(said(Auto, Some("CUDA"), &card), (Device::Gpu, false));
        assert_eq!(said(Gpu, Some("CUDA"), &card), (Device::Gpu, false));
        assert_eq!(said(Cpu, Some("CUDA"), &card), (Device::Cpu, false));
        assert_eq!(said(Auto, Some("CUDA"), &[]), (Device::Cpu, false));
        assert_eq!(said(Gpu, Some("CUDA"), &[]), (Device::Cpu, true));
        assert_eq!(said(Gpu, None, &[]), (Device::Cpu, true));
        assert_eq!(decide(Auto, Some("CUDA"), &card).why, "Card 1 by CUDA");
    }

    #[test]
    fn the_library_lists_this_machine() {
        let found = devices();
        let processor = ggml::ggml_backend_dev_type_GGML_BACKEND_DEVICE_TYPE_CPU;
        assert!(
            found
                .iter()
                .any(|(kind, name)| *kind == processor && !name.is_empty()),
            "{found:?}"
        );
        if GRAPHICS.is_none() {
            assert_eq!(cards(), Vec::<String>::new());
        }
    }
}
