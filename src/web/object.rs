//! An object in a JSON body, and nothing else in its place.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// An object of a body. A type of ours would also be read from a list of its values in order, as other formats have it; no
/// document says so, and a program that sends `[null, null]` means something else.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_map(OnlyObjects(PhantomData))
    }
}

struct OnlyObjects<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OnlyObjects<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields)).map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct TestRule {
        of: u8,
        #[serde(default)]
        hits: Option<u8>,
    }

    #[test]
    fn a_list_is_no_object() {
        let read = |json: &str| serde_json::from_str::<Object<TestRule>>(json).map(|it| (it.0.of, it.0.hits));
        assert!(
            serde_json::from_str::<TestRule>("[3, null]").is_ok(),
            "what serde does by itself"
        );
        assert_eq!(read(r#"{"of": 3}"#).unwrap(), (3, None));
        let refused = |json: &str| read(json).unwrap_err().to_string();
        assert!(
            refused("[3, null]").contains("expected an object"),
            "{}",
            refused("[3, null]")
        );
        assert!(refused(r#"{"of": 3, "off": 1}"#).contains("unknown field `off`"));
        assert!(refused("null").contains("expected an object"));
    }
}
