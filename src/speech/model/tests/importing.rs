//! The importer on a tiny model and on damaged ones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::quantize::from_half;
use super::super::{ImportOptions, ModelError, ModelFile, ModelName, Weights, find, import};
use super::ct2_folder::{STATE, TestModelFolder, VOCAB, WORDS, write_words};

struct ModelsFolder {
    root: tempfile::TempDir,
}

impl ModelsFolder {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("ct2")).unwrap();
        Self { root }
    }
    fn source(&self) -> PathBuf {
        self.root.path().join("ct2")
    }
    fn models(&self) -> PathBuf {
        self.root.path().join("models")
    }
    fn import(&self, options: &ImportOptions) -> Result<ModelFile, ModelError> {
        import(&self.source(), &self.models(), options, &mut |_| {})
    }
    fn complaint(&self) -> String {
        let error = self.import(&ImportOptions::default()).unwrap_err();
        let left: Vec<_> = std::fs::read_dir(self.models())
            .map(Iterator::collect)
            .unwrap_or_default();
        assert!(left.is_empty(), "left behind: {left:?}");
        error.to_string()
    }
}

/// Reversed dimensions, type and numbers by name.
type Tensors = BTreeMap<String, (Vec<u32>, u32, Vec<u8>)>;

/// Sizes, words and tensors of a ggml file.
fn read_ggml(path: &Path) -> (Vec<u32>, Vec<Vec<u8>>, Tensors) {
    let bytes = std::fs::read(path).unwrap();
    let mut rest = bytes.as_slice();
    let take = |rest: &mut &[u8], count: usize| {
        let (head, tail) = rest.split_at(count);
        *rest = tail;
        head.to_vec()
    };
    let number = |rest: &mut &[u8]| u32::from_le_bytes(take(rest, 4).try_into().unwrap());
    let head: Vec<u32> = (0..14).map(|_| number(&mut rest)).collect();
    take(&mut rest, (head[12] * head[13] * 4) as usize);
    let words = (0..number(&mut rest))
        .map(|_| {
            let length = number(&mut rest) as usize;
            take(&mut rest, length)
        })
        .collect();
    let mut tensors = BTreeMap::new();
    while !rest.is_empty() {
        let (rank, length, kind) = (number(&mut rest), number(&mut rest), number(&mut rest));
        let dims: Vec<u32> = (0..rank).map(|_| number(&mut rest)).collect();
        let name = String::from_utf8(take(&mut rest, length as usize)).unwrap();
        let count = dims.iter().product::<u32>() as usize;
        let size = match kind {
            0 => count * 4,
            1 => count * 2,
            8 => count / 32 * 34,
            other => panic!("type {other}"),
        };
        let data = take(&mut rest, size);
        assert!(tensors.insert(name, (dims, kind, data)).is_none());
    }
    (head, words, tensors)
}

#[test]
fn a_folder_becomes_a_model_with_every_tensor_in_its_place() {
    let place = ModelsFolder::new();
    let mut folder = TestModelFolder::tiny();
    folder.write(&place.source());
    let mut last = None;
    let name: ModelName = "ours".parse().unwrap();
    let options = ImportOptions {
        name: Some(name.clone()),
        ..ImportOptions::default()
    };
    let model = import(&place.source(), &place.models(), &options, &mut |progress| {
        last = Some(progress);
    })
    .unwrap();
    let last = last.unwrap();
    assert_eq!(last.done, last.total);
    assert_eq!(find(&place.models(), &name).unwrap(), model);

    let (head, words, tensors) = read_ggml(&model.path);
    assert_eq!(
        &head[1..],
        [VOCAB, 10, STATE, 2, 1, 10, STATE, 2, 1, 80, 1, 80, 201]
    );
    assert_eq!(words.len() as u32, WORDS);
    assert_eq!(words[1], b" a");
    // What whisper.cpp counts for one layer on each side: 15 + 24, and 11 beside the layers.
    assert_eq!(tensors.len(), 50);
    assert_eq!(tensors["encoder.conv1.bias"].0, [1, STATE]);
    assert_eq!(tensors["encoder.conv1.bias"].1, 0);
    assert_eq!(tensors["encoder.conv1.weight"].0, [3, 80, STATE]);
    assert_eq!(tensors["encoder.positional_embedding"].1, 0);
    assert_eq!(tensors["decoder.token_embedding.weight"].1, 1);
    assert!(!tensors.contains_key("decoder.blocks.0.attn.key.bias"));

    let stacked = folder
        .find("decoder/layer_0/self_attention/linear_0/weight")
        .data
        .clone();
    let third = stacked.len() / 3;
    assert_eq!(
        tensors["decoder.blocks.0.attn.key.weight"].2,
        stacked[third..third * 2]
    );
    let bias = &tensors["decoder.blocks.0.attn.value.bias"].2;
    let stacked = folder
        .find("decoder/layer_0/self_attention/linear_0/bias")
        .data
        .clone();
    let at = stacked.len() / 3 * 2;
    let expected = from_half(u16::from_le_bytes([stacked[at], stacked[at + 1]]));
    assert_eq!(
        f32::from_le_bytes(bias[..4].try_into().unwrap()).to_bits(),
        expected.to_bits()
    );
}

#[test]
fn quantised_weights_stay_close() {
    let place = ModelsFolder::new();
    TestModelFolder::tiny().write(&place.source());
    let plain = place.import(&ImportOptions::default()).unwrap();
    let small = place
        .import(&ImportOptions {
            weights: Weights::Q8_0,
            ..ImportOptions::default()
        })
        .unwrap();
    assert_eq!(plain.name.as_str(), "imported.en");
    assert_eq!(small.name.as_str(), "imported.en-q8_0");
    assert!(small.bytes < plain.bytes);
    let (head, _, coarse) = read_ggml(&small.path);
    let (_, _, fine) = read_ggml(&plain.path);
    assert_eq!(head[11], 2007);
    for (name, (dims, kind, data)) in &coarse {
        let matrix = name.ends_with(".weight") && dims.len() == 2;
        assert_eq!(*kind == 8, matrix, "{name}");
        if *kind != 8 {
            assert_eq!(
                (dims, kind, data),
                (&fine[name].0, &fine[name].1, &fine[name].2),
                "{name}"
            );
            continue;
        }
        let halves = fine[name].2.as_chunks::<64>().0;
        for (block, half) in data.as_chunks::<34>().0.iter().zip(halves) {
            let scale = from_half(u16::from_le_bytes([block[0], block[1]]));
            for (byte, half) in block[2..].iter().zip(half.as_chunks().0) {
                let (back, value) = (
                    f32::from(byte.cast_signed()) * scale,
                    from_half(u16::from_le_bytes(*half)),
                );
                assert!((back - value).abs() < 0.005, "{name}: {value} → {back}");
            }
        }
    }
}

#[test]
fn parts_in_unzipped_packages_are_joined() {
    let place = ModelsFolder::new();
    TestModelFolder::tiny().write(&place.source());
    let whole = place.import(&ImportOptions::default()).unwrap();

    let parted = ModelsFolder::new();
    let bytes = TestModelFolder::tiny().bytes();
    // Cut within a number, so that a read crosses the seam.
    let (first, second) = bytes.split_at(bytes.len() / 2 + 1);
    for (number, data) in [(1, first), (2, second)] {
        let dir = parted.source().join(format!("package_part{number}/data"));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join(format!("model.bin.part{number}")), data).unwrap();
        if number == 1 {
            write_words(&dir);
        }
    }
    assert_eq!(
        parted.import(&ImportOptions::default()).unwrap().sha256,
        whole.sha256
    );

    std::fs::remove_dir_all(parted.source().join("package_part1")).unwrap();
    let error = parted.import(&ImportOptions::default()).unwrap_err().to_string();
    assert!(error.contains("model.bin.part1 is missing"), "{error}");
}

#[test]
fn a_folder_without_a_model_is_told_so() {
    let place = ModelsFolder::new();
    assert!(place.complaint().contains("no model.bin"));
    std::fs::remove_dir(place.source()).unwrap();
    assert!(place.complaint().contains("no such folder"));
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let place = ModelsFolder::new();
    TestModelFolder::tiny().write(&place.source());
    let bytes = TestModelFolder::tiny().bytes();
    for keep in (0..bytes.len()).step_by(997).chain([bytes.len() - 1]) {
        std::fs::write(place.source().join("model.bin"), &bytes[..keep]).unwrap();
        let complaint = place.complaint();
        assert!(complaint.contains("not copied to the end"), "{keep}: {complaint}");
    }
}

#[test]
fn other_models_and_damage_are_told_apart() {
    type Damage = fn(&mut TestModelFolder);
    let cases: [(&str, Damage); 6] = [
        ("not of Whisper", |folder| folder.spec = "TransformerSpec"),
        ("float16 or float32", |folder| {
            let tensor = folder.find("decoder/embeddings/weight");
            tensor.kind = 1;
            tensor.data.truncate((VOCAB * STATE) as usize);
        }),
        ("does not fit its shape", |folder| {
            folder.find("encoder/conv1/bias").dims = vec![STATE + 1];
        }),
        ("has the shape", |folder| {
            folder.find("encoder/conv2/weight").dims.reverse();
        }),
        ("is not in it", |folder| {
            folder
                .tensors
                .retain(|tensor| tensor.name != "decoder/layer_norm/beta");
        }),
        ("implausible", |folder| {
            folder.find("encoder/num_heads").data = vec![5, 0];
        }),
    ];
    for (word, damage) in cases {
        let place = ModelsFolder::new();
        let mut folder = TestModelFolder::tiny();
        damage(&mut folder);
        folder.write(&place.source());
        let complaint = place.complaint();
        assert!(complaint.contains(word), "{word}: {complaint}");
    }
    let place = ModelsFolder::new();
    TestModelFolder::tiny().write(&place.source());
    std::fs::write(
        place.source().join("model.bin"),
        "<!doctype html><title>Sign in</title>",
    )
    .unwrap();
    assert!(place.complaint().contains("not CTranslate2"));
}

#[test]
fn the_hash_asked_for_is_checked_first() {
    let place = ModelsFolder::new();
    TestModelFolder::tiny().write(&place.source());
    let wrong = ImportOptions {
        sha256: Some("0".repeat(64)),
        ..ImportOptions::default()
    };
    assert!(
        place
            .import(&wrong)
            .unwrap_err()
            .to_string()
            .contains("not the one asked for")
    );
}

#[test]
fn a_ggml_file_can_be_taken_over_under_a_new_name() {
    let place = ModelsFolder::new();
    TestModelFolder::tiny().write(&place.source());
    let model = place.import(&ImportOptions::default()).unwrap();
    let options = ImportOptions {
        name: Some("ours".parse().unwrap()),
        ..ImportOptions::default()
    };
    let copy = import(&model.path, &place.models(), &options, &mut |_| {}).unwrap();
    assert_eq!(copy.sha256, model.sha256);
    assert_eq!(find(&place.models(), &copy.name).unwrap(), copy);

    // Nothing else may call itself by a name of the catalogue.
    let options = ImportOptions {
        name: Some("base".parse().unwrap()),
        ..ImportOptions::default()
    };
    let error = import(&model.path, &place.models(), &options, &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("not that of the model"), "{error}");
}
