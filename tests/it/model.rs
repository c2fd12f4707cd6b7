//! The importer on the real model: there and back through the CTranslate2 form, then heard on a known clip.
//!
//! `make test` brings the model; without it these tests fail and say so.

use std::collections::BTreeMap;
use std::path::Path;

use salesbook::config::SpeechDevice;
use salesbook::side::Side;
use salesbook::speech::engine::never;
use salesbook::speech::model::{
    ImportOptions, ModelFile, ModelName, Weights, find, import, models_dir, quickest,
};
use salesbook::speech::whisper::WhisperEngine;
use salesbook::speech::{Glossary, Options, transcribe};

/// The base model in the user's cache directory.
fn base() -> ModelFile {
    let dir = models_dir(std::env::var_os("SALESBOOK_MODELS").as_deref().map(Path::new)).unwrap();
    find(&dir, &ModelName::default()).unwrap_or_else(|error| {
        panic!("{error}\n(`.ci/model target/debug/salesbook` brings it; `make test` does that)")
    })
}

/// A tensor of a ggml file: dimensions (reversed), type, numbers.
type Tensor<'a> = (Vec<u32>, u32, &'a [u8]);

/// A ggml file taken apart.
struct Ggml<'a> {
    sizes: Vec<u32>,
    mel: &'a [u8],
    words: Vec<&'a [u8]>,
    tensors: BTreeMap<&'a str, Tensor<'a>>,
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (head, tail) = rest.split_at(count);
    *rest = tail;
    head
}

fn number(rest: &mut &[u8]) -> u32 {
    u32::from_le_bytes(take(rest, 4).try_into().unwrap())
}

fn numbers(rest: &mut &[u8], count: usize) -> Vec<u32> {
    (0..count).map(|_| number(rest)).collect()
}

impl<'a> Ggml<'a> {
    fn read(mut rest: &'a [u8]) -> Self {
        let sizes = numbers(&mut rest, 14);
        let mel = take(&mut rest, (sizes[12] * sizes[13] * 4) as usize);
        let mut words = Vec::new();
        for _ in 0..number(&mut rest) {
            let length = number(&mut rest) as usize;
            words.push(take(&mut rest, length));
        }
        let mut tensors = BTreeMap::new();
        while !rest.is_empty() {
            let head = numbers(&mut rest, 3);
            let dims = numbers(&mut rest, head[0] as usize);
            let name = std::str::from_utf8(take(&mut rest, head[1] as usize)).unwrap();
            let count = dims.iter().product::<u32>() as usize;
            let data = take(&mut rest, count * if head[2] == 0 { 4 } else { 2 });
            tensors.insert(name, (dims, head[2], data));
        }
        Self {
            sizes,
            mel,
            words,
            tensors,
        }
    }

    /// Writes the model as faster-whisper has it.
    fn write_ct2(&self, dir: &Path) {
        let mut out = Ct2::default();
        for side in ["encoder", "decoder"] {
            let of = |name: &str| format!("{side}.{name}");
            out.variable(&format!("{side}/num_heads"), &[], 2, &[&8_i16.to_le_bytes()]);
            self.stack(
                &mut out,
                &format!("{side}/position_encodings/encodings"),
                &[of("positional_embedding")],
            );
            let norm = if side == "encoder" { "ln_post" } else { "ln" };
            self.norm(&mut out, &format!("{side}/layer_norm"), &of(norm));
            for i in 0..6 {
                let (to, from) = (format!("{side}/layer_{i}"), of(&format!("blocks.{i}")));
                let part = |name: &str| format!("{from}.{name}");
                self.norm(&mut out, &format!("{to}/ffn/layer_norm"), &part("mlp_ln"));
                self.linear(&mut out, &format!("{to}/ffn/linear_0"), &[part("mlp.0")]);
                self.linear(&mut out, &format!("{to}/ffn/linear_1"), &[part("mlp.2")]);
                self.norm(
                    &mut out,
                    &format!("{to}/self_attention/layer_norm"),
                    &part("attn_ln"),
                );
                let stacked = ["query", "key", "value"].map(|name| part(&format!("attn.{name}")));
                self.linear(&mut out, &format!("{to}/self_attention/linear_0"), &stacked);
                self.linear(
                    &mut out,
                    &format!("{to}/self_attention/linear_1"),
                    &[part("attn.out")],
                );
                if side == "decoder" {
                    self.norm(
                        &mut out,
                        &format!("{to}/attention/layer_norm"),
                        &part("cross_attn_ln"),
                    );
                    self.linear(
                        &mut out,
                        &format!("{to}/attention/linear_0"),
                        &[part("cross_attn.query")],
                    );
                    let stacked = ["key", "value"].map(|name| part(&format!("cross_attn.{name}")));
                    self.linear(&mut out, &format!("{to}/attention/linear_1"), &stacked);
                    self.linear(
                        &mut out,
                        &format!("{to}/attention/linear_2"),
                        &[part("cross_attn.out")],
                    );
                }
            }
        }
        for conv in ["conv1", "conv2"] {
            self.stack(
                &mut out,
                &format!("encoder/{conv}/weight"),
                &[format!("encoder.{conv}.weight")],
            );
            let (_, kind, bias) = &self.tensors[format!("encoder.{conv}.bias").as_str()];
            out.variable(&format!("encoder/{conv}/bias"), &[512], kind_of(*kind), &[bias]);
        }
        let embedding = ["decoder.token_embedding.weight".to_owned()];
        self.stack(&mut out, "decoder/embeddings/weight", &embedding);
        std::fs::write(dir.join("model.bin"), out.finish()).unwrap();

        let alphabet = alphabet();
        let spell = |word: &&[u8]| {
            word.iter()
                .map(|byte| alphabet[usize::from(*byte)])
                .collect::<String>()
        };
        let mut words: Vec<String> = self.words.iter().map(spell).collect();
        words.push("<|endoftext|>".to_owned());
        std::fs::write(
            dir.join("vocabulary.json"),
            serde_json::to_string(&words).unwrap(),
        )
        .unwrap();
    }

    fn norm(&self, out: &mut Ct2, to: &str, from: &str) {
        self.stack(out, &format!("{to}/gamma"), &[format!("{from}.weight")]);
        self.stack(out, &format!("{to}/beta"), &[format!("{from}.bias")]);
    }

    fn linear(&self, out: &mut Ct2, to: &str, from: &[String]) {
        for part in ["weight", "bias"] {
            let names: Vec<String> = from.iter().map(|name| format!("{name}.{part}")).collect();
            self.stack(out, &format!("{to}/{part}"), &names);
        }
    }

    /// One tensor of several; a bias that is not there is zero.
    fn stack(&self, out: &mut Ct2, to: &str, from: &[String]) {
        let there = from.iter().find_map(|name| self.tensors.get(name.as_str()));
        let (dims, kind, first) = there.unwrap();
        let zeros = vec![0; first.len()];
        let data = from.iter().map(|name| {
            self.tensors
                .get(name.as_str())
                .map_or(&zeros[..], |tensor| tensor.2)
        });
        let mut dims: Vec<u32> = dims.iter().rev().copied().collect();
        dims[0] *= from.len() as u32;
        out.variable(to, &dims, kind_of(*kind), &data.collect::<Vec<_>>());
    }
}

/// CTranslate2's number for ggml's.
fn kind_of(ggml: u32) -> u8 {
    if ggml == 0 { 0 } else { 4 }
}

/// How byte-level BPE writes each byte.
fn alphabet() -> Vec<char> {
    let mut hidden = (256..).filter_map(char::from_u32);
    (0..=u8::MAX)
        .map(|byte| match byte {
            b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff => char::from(byte),
            _ => hidden.next().unwrap(),
        })
        .collect()
}

/// `model.bin` being written.
#[derive(Default)]
struct Ct2 {
    count: u32,
    body: Vec<u8>,
}

impl Ct2 {
    fn variable(&mut self, name: &str, dims: &[u32], kind: u8, data: &[&[u8]]) {
        self.count += 1;
        self.body.extend(string(name));
        self.body.push(dims.len() as u8);
        for dim in dims {
            self.body.extend(dim.to_le_bytes());
        }
        self.body.push(kind);
        self.body
            .extend((data.iter().map(|part| part.len()).sum::<usize>() as u32).to_le_bytes());
        for part in data {
            self.body.extend_from_slice(part);
        }
    }

    fn finish(self) -> Vec<u8> {
        let mut out = 6_u32.to_le_bytes().to_vec();
        out.extend(string("WhisperSpec"));
        out.extend(3_u32.to_le_bytes());
        out.extend(self.count.to_le_bytes());
        out.extend(self.body);
        out.extend(0_u32.to_le_bytes());
        out
    }
}

fn string(text: &str) -> Vec<u8> {
    let mut out = (text.len() as u16 + 1).to_le_bytes().to_vec();
    out.extend(text.as_bytes());
    out.push(0);
    out
}

/// What the product hears in the known clip with this model.
fn heard(model: &Path) -> String {
    let clip = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/speech/greeting.opus");
    let engine = WhisperEngine::load(model, SpeechDevice::Cpu).unwrap();
    let options = Options {
        language: "ru".to_owned(),
        manager_channel: Side::Left,
        threads: 2,
        limit_ms: salesbook::speech::audio::MAX_DURATION_MS,
        glossary: Glossary::default(),
    };
    let outcome = transcribe(&clip, &options, &engine, &never(), &mut |_, _| {}).unwrap();
    let segments: Vec<String> = outcome
        .transcript
        .segments
        .into_iter()
        .map(|segment| segment.text)
        .collect();
    segments.join(" ")
}

/// What is said in the clip: lines of `[from-to] channel: text`.
fn said() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/speech/greeting.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text
        .lines()
        .filter_map(|line| Some(line.split_once(": ")?.1))
        .collect();
    lines.join(" ")
}

/// Lower-case words without marks.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_real_model_goes_through_the_importer_unharmed_and_hears_the_clip() {
    let original = base();
    let bytes = std::fs::read(&original.path).unwrap();
    let before = Ggml::read(&bytes);
    let dir = tempfile::tempdir().unwrap();
    before.write_ct2(dir.path());

    let options = ImportOptions::default();
    let again = import(dir.path(), dir.path(), &options, &mut |_| {}).unwrap();
    assert_eq!(again.name, original.name, "the name is known by the sizes");
    assert_eq!(again.bytes, original.bytes);
    let bytes = std::fs::read(&again.path).unwrap();
    let after = Ggml::read(&bytes);
    assert_eq!(after.sizes, before.sizes);
    assert!(after.words == before.words, "the vocabulary differs");
    assert_eq!(after.tensors.len(), before.tensors.len());
    for (name, tensor) in &before.tensors {
        assert!(after.tensors.get(name) == Some(tensor), "{name} differs");
    }
    // Computed here, shipped as a table there.
    let filters = |bytes: &[u8]| -> Vec<f32> {
        bytes
            .as_chunks()
            .0
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect()
    };
    for (ours, theirs) in filters(after.mel).iter().zip(filters(before.mel)) {
        assert!((ours - theirs).abs() < 1e-7, "{ours} {theirs}");
    }

    let options = ImportOptions {
        weights: Weights::Q8_0,
        ..ImportOptions::default()
    };
    let small = import(dir.path(), dir.path(), &options, &mut |_| {}).unwrap();
    assert_eq!(small.name.as_str(), "base-q8_0");
    assert_eq!(
        small.bytes, 81_768_585,
        "the size whisper.cpp's own tool arrives at"
    );
    // Made of the half-float file it is the very same as made of the source.
    let hall = tempfile::tempdir().unwrap();
    let options = ImportOptions {
        weights: Weights::Q8_0,
        ..ImportOptions::default()
    };
    let made = import(&again.path, hall.path(), &options, &mut |_| {}).unwrap();
    assert_eq!((made.name.as_str(), &made.sha256), ("base-q8_0", &small.sha256));
    assert_eq!(
        quickest(dir.path(), again.clone()),
        small,
        "the one that is there is taken"
    );
    assert_eq!(quickest(hall.path(), made.clone()), made);

    let said = words(&said());
    for model in [&again, &small] {
        assert_eq!(words(&heard(&model.path)), said, "{}", model.name);
    }
}
