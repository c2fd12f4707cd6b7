//! Which tensor of the CTranslate2 form becomes which of the ggml form, in which shape and precision.
//!
//! Decides on shapes and names alone, before a number is read; moving the numbers is left to [`super::import`].

use super::catalogue::ModelName;
use super::ct2::Ct2;
use super::error::ModelError;
use super::ggml::{Sizes, Storage};
use super::quantize::{BLOCK, Weights};

/// One tensor of the new file and the stretch of the old one it comes from.
#[derive(Debug)]
pub(super) struct PlannedTensor {
    pub name: String,
    pub dims: Vec<u32>,
    pub storage: Storage,
    pub from: String,
    /// Numbers to skip in the source tensor, where several are stacked.
    pub skip: u64,
    pub count: u64,
}

impl PlannedTensor {
    /// Bytes of its numbers in the new file.
    pub(super) fn bytes(&self) -> u64 {
        self.storage.bytes(self.count)
    }
}

/// The sizes, taken from the shapes.
pub(super) fn sizes(model: &mut Ct2) -> Result<Sizes, ModelError> {
    let shape = |model: &Ct2, name: &str, rank: usize| {
        let dims = model.get(name)?.dims.clone();
        if dims.len() == rank && !dims.contains(&0) {
            Ok(dims)
        } else {
            Err(model.damaged(format!("`{name}` has the shape {dims:?}")))
        }
    };
    let layers = |model: &Ct2, side: &str| {
        (0..=255)
            .take_while(|i| model.has(&format!("{side}/layer_{i}/ffn/linear_0/weight")))
            .count() as u32
    };
    let audio = shape(model, "encoder/position_encodings/encodings", 2)?;
    let text = shape(model, "decoder/position_encodings/encodings", 2)?;
    let conv = shape(model, "encoder/conv1/weight", 3)?;
    let words = shape(model, "decoder/embeddings/weight", 2)?;
    let sizes = Sizes {
        vocab: words[0],
        audio_ctx: audio[0],
        audio_state: audio[1],
        audio_head: model.number("encoder/num_heads")?,
        audio_layer: layers(model, "encoder"),
        text_ctx: text[0],
        text_state: text[1],
        text_head: model.number("decoder/num_heads")?,
        text_layer: layers(model, "decoder"),
        mels: conv[1],
    };
    let heads_fit = |state: u32, heads: u32| heads > 0 && state.is_multiple_of(heads);
    let plausible = heads_fit(sizes.audio_state, sizes.audio_head)
        && heads_fit(sizes.text_state, sizes.text_head)
        && sizes.audio_layer > 0
        && sizes.text_layer > 0
        && sizes.mels <= 1024
        && [sizes.audio_state, sizes.text_state]
            .iter()
            .all(|state| *state <= 1 << 16);
    if plausible {
        Ok(sizes)
    } else {
        Err(model.damaged(format!("implausible sizes: {sizes:?}")))
    }
}

/// The name a model of these sizes goes by.
pub(super) fn usual_name(sizes: &Sizes) -> Result<ModelName, ModelError> {
    let base = match (sizes.audio_state, sizes.text_layer, sizes.mels) {
        (384, ..) => "tiny",
        (512, ..) => "base",
        (768, ..) => "small",
        (1024, ..) => "medium",
        (1280, 4, _) => "large-v3-turbo",
        (1280, _, 128) => "large-v3",
        (1280, ..) => "large-v2",
        _ => "imported",
    };
    // Models for English only have no tokens for languages.
    if sizes.vocab < 51_865 {
        format!("{base}.en").parse()
    } else {
        base.parse()
    }
}

/// Collects the tensors of the new file, checking each shape.
struct ConversionPlan<'a> {
    model: &'a Ct2,
    weights: Weights,
    tensors: Vec<PlannedTensor>,
}

impl ConversionPlan<'_> {
    /// A tensor as it is. `dims` is the shape it must have and gets.
    fn copy(&mut self, from: &str, name: String, dims: &[u32]) -> Result<(), ModelError> {
        self.stacked(from, &[Some(name)], dims)
    }

    /// `names.len()` tensors of shape `dims` each that are stacked by rows in `from`; `None` is left out.
    fn stacked(&mut self, from: &str, names: &[Option<String>], dims: &[u32]) -> Result<(), ModelError> {
        let mut whole = dims.to_vec();
        whole[0] *= names.len() as u32;
        let found = &self.model.get(from)?.dims;
        if *found != whole {
            return Err(self
                .model
                .damaged(format!("`{from}` has the shape {found:?}, not {whole:?}")));
        }
        let count = dims.iter().map(|dim| u64::from(*dim)).product();
        for (i, name) in names.iter().enumerate() {
            let Some(name) = name else { continue };
            let positional = name.ends_with("positional_embedding");
            let storage = match (dims.len(), self.weights) {
                (1, _) => Storage::F32,
                _ if positional => Storage::F32,
                // What whisper.cpp's own tool quantises: matrices, not the convolutions.
                (2, Weights::Q8_0) if dims[1].is_multiple_of(BLOCK as u32) => Storage::Q8_0,
                _ => Storage::F16,
            };
            let conv_bias = name.starts_with("encoder.conv") && dims.len() == 1;
            let dims = if conv_bias {
                vec![dims[0], 1]
            } else {
                dims.to_vec()
            };
            let skip = count * i as u64;
            self.tensors.push(PlannedTensor {
                name: name.clone(),
                dims,
                storage,
                from: from.to_owned(),
                skip,
                count,
            });
        }
        Ok(())
    }

    fn norm(&mut self, from: &str, name: &str, width: u32) -> Result<(), ModelError> {
        self.copy(&format!("{from}/gamma"), format!("{name}.weight"), &[width])?;
        self.copy(&format!("{from}/beta"), format!("{name}.bias"), &[width])
    }

    /// A linear layer, or several stacked ones; the key of an attention has no bias.
    fn linear(&mut self, from: &str, names: &[&str], rows: u32, columns: u32) -> Result<(), ModelError> {
        let weight = names
            .iter()
            .map(|name| Some(format!("{name}.weight")))
            .collect::<Vec<_>>();
        let bias = names.iter().map(|name| {
            name.strip_suffix(".key")
                .is_none()
                .then(|| format!("{name}.bias"))
        });
        self.stacked(&format!("{from}/weight"), &weight, &[rows, columns])?;
        self.stacked(&format!("{from}/bias"), &bias.collect::<Vec<_>>(), &[rows])
    }

    fn layer(&mut self, from: &str, to: &str, width: u32, inner: u32) -> Result<(), ModelError> {
        self.norm(&format!("{from}/ffn/layer_norm"), &format!("{to}.mlp_ln"), width)?;
        self.linear(
            &format!("{from}/ffn/linear_0"),
            &[&format!("{to}.mlp.0")],
            inner,
            width,
        )?;
        self.linear(
            &format!("{from}/ffn/linear_1"),
            &[&format!("{to}.mlp.2")],
            width,
            inner,
        )?;
        self.norm(
            &format!("{from}/self_attention/layer_norm"),
            &format!("{to}.attn_ln"),
            width,
        )?;
        let parts = ["query", "key", "value"].map(|part| format!("{to}.attn.{part}"));
        let parts = parts.each_ref().map(String::as_str);
        self.linear(&format!("{from}/self_attention/linear_0"), &parts, width, width)?;
        self.linear(
            &format!("{from}/self_attention/linear_1"),
            &[&format!("{to}.attn.out")],
            width,
            width,
        )
    }

    fn cross_attention(&mut self, from: &str, to: &str, width: u32, audio: u32) -> Result<(), ModelError> {
        self.norm(&format!("{from}/layer_norm"), &format!("{to}_ln"), width)?;
        self.linear(
            &format!("{from}/linear_0"),
            &[&format!("{to}.query")],
            width,
            width,
        )?;
        let (key, value) = (format!("{to}.key"), format!("{to}.value"));
        self.linear(&format!("{from}/linear_1"), &[&key, &value], width, audio)?;
        self.linear(&format!("{from}/linear_2"), &[&format!("{to}.out")], width, width)
    }
}

/// The tensors of the new file in order, every shape checked.
pub(super) fn plan(model: &Ct2, sizes: &Sizes, weights: Weights) -> Result<Vec<PlannedTensor>, ModelError> {
    let mut plan = ConversionPlan {
        model,
        weights,
        tensors: Vec::new(),
    };
    let (audio, text) = (sizes.audio_state, sizes.text_state);
    let positions = |side: &str| {
        (
            format!("{side}/position_encodings/encodings"),
            format!("{side}.positional_embedding"),
        )
    };
    let (from, to) = positions("encoder");
    plan.copy(&from, to, &[sizes.audio_ctx, audio])?;
    for (conv, channels) in [("conv1", sizes.mels), ("conv2", audio)] {
        plan.copy(
            &format!("encoder/{conv}/weight"),
            format!("encoder.{conv}.weight"),
            &[audio, channels, 3],
        )?;
        plan.copy(
            &format!("encoder/{conv}/bias"),
            format!("encoder.{conv}.bias"),
            &[audio],
        )?;
    }
    for i in 0..sizes.audio_layer {
        plan.layer(
            &format!("encoder/layer_{i}"),
            &format!("encoder.blocks.{i}"),
            audio,
            audio * 4,
        )?;
    }
    plan.norm("encoder/layer_norm", "encoder.ln_post", audio)?;
    let (from, to) = positions("decoder");
    plan.copy(&from, to, &[sizes.text_ctx, text])?;
    plan.copy(
        "decoder/embeddings/weight",
        "decoder.token_embedding.weight".to_owned(),
        &[sizes.vocab, text],
    )?;
    for i in 0..sizes.text_layer {
        let (from, to) = (format!("decoder/layer_{i}"), format!("decoder.blocks.{i}"));
        plan.layer(&from, &to, text, text * 4)?;
        plan.cross_attention(
            &format!("{from}/attention"),
            &format!("{to}.cross_attn"),
            text,
            audio,
        )?;
    }
    plan.norm("decoder/layer_norm", "decoder.ln", text)?;
    Ok(plan.tensors)
}
