//! Builds a tiny CTranslate2 folder of Whisper's shape, to be damaged at will.

use std::path::Path;

use super::super::quantize::to_half;

pub const STATE: u32 = 32;
pub const VOCAB: u32 = 40;
pub const WORDS: u32 = 6;

/// One tensor as it is to be written.
pub struct TestTensor {
    pub name: String,
    pub dims: Vec<u32>,
    pub kind: u8,
    pub data: Vec<u8>,
}

/// A model with one layer on each side, half floats, numbers between -1 and 1.
pub struct TestModelFolder {
    pub tensors: Vec<TestTensor>,
    pub spec: &'static str,
}

impl TestModelFolder {
    pub fn tiny() -> Self {
        let mut folder = Self {
            tensors: Vec::new(),
            spec: "WhisperSpec",
        };
        let s = STATE;
        for side in ["encoder", "decoder"] {
            folder.scalar(&format!("{side}/num_heads"), 2);
            folder.matrix(&format!("{side}/position_encodings/encodings"), &[10, s]);
            folder.pair(&format!("{side}/layer_norm"), "gamma", "beta", &[s]);
            let layer = format!("{side}/layer_0");
            folder.pair(&format!("{layer}/ffn/layer_norm"), "gamma", "beta", &[s]);
            folder.linear(&format!("{layer}/ffn/linear_0"), s * 4, s);
            folder.linear(&format!("{layer}/ffn/linear_1"), s, s * 4);
            folder.pair(
                &format!("{layer}/self_attention/layer_norm"),
                "gamma",
                "beta",
                &[s],
            );
            folder.linear(&format!("{layer}/self_attention/linear_0"), s * 3, s);
            folder.linear(&format!("{layer}/self_attention/linear_1"), s, s);
        }
        folder.pair("decoder/layer_0/attention/layer_norm", "gamma", "beta", &[s]);
        folder.linear("decoder/layer_0/attention/linear_0", s, s);
        folder.linear("decoder/layer_0/attention/linear_1", s * 2, s);
        folder.linear("decoder/layer_0/attention/linear_2", s, s);
        folder.matrix("decoder/embeddings/weight", &[VOCAB, s]);
        for (conv, channels) in [("conv1", 80), ("conv2", s)] {
            folder.matrix(&format!("encoder/{conv}/weight"), &[s, channels, 3]);
            folder.matrix(&format!("encoder/{conv}/bias"), &[s]);
        }
        folder
    }

    fn scalar(&mut self, name: &str, value: i16) {
        let data = value.to_le_bytes().to_vec();
        self.tensors.push(TestTensor {
            name: name.to_owned(),
            dims: Vec::new(),
            kind: 2,
            data,
        });
    }

    fn matrix(&mut self, name: &str, dims: &[u32]) {
        let count = dims.iter().product::<u32>();
        let seed = self.tensors.len() as f32;
        let data = (0..count)
            .flat_map(|i| to_half((i as f32 * 0.37 + seed).sin()).to_le_bytes())
            .collect();
        self.tensors.push(TestTensor {
            name: name.to_owned(),
            dims: dims.to_vec(),
            kind: 4,
            data,
        });
    }

    fn pair(&mut self, name: &str, first: &str, second: &str, dims: &[u32]) {
        self.matrix(&format!("{name}/{first}"), dims);
        self.matrix(&format!("{name}/{second}"), &dims[..1]);
    }

    fn linear(&mut self, name: &str, rows: u32, columns: u32) {
        self.pair(name, "weight", "bias", &[rows, columns]);
    }

    pub fn find(&mut self, name: &str) -> &mut TestTensor {
        self.tensors
            .iter_mut()
            .find(|tensor| tensor.name == name)
            .unwrap()
    }

    /// `model.bin`.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = 6_u32.to_le_bytes().to_vec();
        let string = |out: &mut Vec<u8>, text: &str| {
            out.extend((text.len() as u16 + 1).to_le_bytes());
            out.extend(text.as_bytes());
            out.push(0);
        };
        string(&mut out, self.spec);
        out.extend(3_u32.to_le_bytes());
        out.extend((self.tensors.len() as u32).to_le_bytes());
        for tensor in &self.tensors {
            string(&mut out, &tensor.name);
            out.push(tensor.dims.len() as u8);
            tensor.dims.iter().for_each(|dim| out.extend(dim.to_le_bytes()));
            out.push(tensor.kind);
            out.extend((tensor.data.len() as u32).to_le_bytes());
            out.extend(&tensor.data);
        }
        out.extend(1_u32.to_le_bytes());
        string(&mut out, "decoder/projection/weight");
        string(&mut out, "decoder/embeddings/weight");
        out
    }

    /// Writes the whole folder.
    pub fn write(&self, dir: &Path) {
        write_words(dir);
        std::fs::write(dir.join("model.bin"), self.bytes()).unwrap();
    }
}

/// The vocabulary.
pub fn write_words(dir: &Path) {
    let words = ["!", "Ġa", "b", "c", "Ð°", "", "<|endoftext|>", "<|x|>"].join("\n");
    std::fs::write(dir.join("vocabulary.txt"), words).unwrap();
}
