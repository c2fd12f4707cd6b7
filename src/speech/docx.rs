//! The transcript as a document of Word and LibreOffice: a heading with the call's facts, a paragraph a turn with its
//! time, speakers by colour, doubtful words shaded.
//!
//! Written by hand, six small parts in a zip archive: of the writers there are, none sets the title and the language of a
//! document, and without a language every Russian word is underlined as misspelt. Looks are styles, so that people can
//! change them in one place. The same transcript always gives the same bytes.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::export::{DOUBT, Labels};
use super::transcript::{Segment, Speaker, Transcript};
use crate::error::{Error, Result};
use crate::i18n::format;
use crate::text::markup::escape;

const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    r#"<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>"#,
    r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
    "</Types>",
);

const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
    "</Relationships>",
);

const DOCUMENT_RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>"#,
    "</Relationships>",
);

const MAIN: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// Styles behind the language: sizes in half points, distances in twentieths of a point, colours of the light interface.
const STYLES: &str = concat!(
    r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>"#,
    r#"<w:pPr><w:keepNext/><w:spacing w:after="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Fact"><w:name w:val="Fact"/><w:basedOn w:val="Normal"/>"#,
    r#"<w:rPr><w:color w:val="55565B"/><w:sz w:val="20"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Turn"><w:name w:val="Turn"/><w:basedOn w:val="Normal"/><w:qFormat/>"#,
    r#"<w:pPr><w:tabs><w:tab w:val="left" w:pos="1021"/></w:tabs><w:spacing w:before="120"/><w:ind w:left="1021" w:hanging="1021"/></w:pPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="Gap"><w:name w:val="Gap"/><w:basedOn w:val="Fact"/>"#,
    r#"<w:pPr><w:spacing w:before="240"/></w:pPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="right"/></w:pPr>"#,
    r#"<w:rPr><w:color w:val="66676C"/><w:sz w:val="18"/></w:rPr></w:style>"#,
    r#"<w:style w:type="character" w:customStyle="1" w:styleId="Time"><w:name w:val="Time"/><w:rPr><w:color w:val="66676C"/><w:sz w:val="18"/></w:rPr></w:style>"#,
    r#"<w:style w:type="character" w:customStyle="1" w:styleId="Manager"><w:name w:val="Manager"/><w:rPr><w:b/><w:color w:val="2B45C4"/></w:rPr></w:style>"#,
    r#"<w:style w:type="character" w:customStyle="1" w:styleId="Client"><w:name w:val="Client"/><w:rPr><w:b/><w:color w:val="8A4A12"/></w:rPr></w:style>"#,
    r#"<w:style w:type="character" w:customStyle="1" w:styleId="Doubt"><w:name w:val="Doubt"/><w:rPr><w:shd w:val="clear" w:color="auto" w:fill="FFE791"/></w:rPr></w:style>"#,
    "</w:styles>",
);

/// The document's bytes.
pub(super) fn write(transcript: &Transcript, labels: &Labels) -> Result<Vec<u8>> {
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", properties(labels)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/document.xml", document(transcript, labels)),
        ("word/styles.xml", styles(&transcript.language)),
        ("word/footer1.xml", footer(labels)),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(name, SimpleFileOptions::default())
            .map_err(Error::internal)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish().map_err(Error::internal)?.into_inner())
}

fn properties(labels: &Labels) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:language>{}</dc:language></cp:coreProperties>"#
        ),
        escaped(&labels.title),
        escaped(&labels.language)
    )
}

fn styles(language: &str) -> String {
    let language = match language {
        "ru" => "ru-RU",
        "en" => "en-US",
        other => other,
    };
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles {}>"#,
            r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/>"#,
            r#"<w:sz w:val="22"/><w:lang w:val="{}"/></w:rPr></w:rPrDefault>"#,
            r#"<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>{}"#
        ),
        MAIN,
        escaped(language),
        STYLES
    )
}

fn footer(labels: &Labels) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr {}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{}"#,
            r#"<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>"#
        ),
        MAIN,
        run("", &format!("{}, ", labels.title))
    )
}

fn document(transcript: &Transcript, labels: &Labels) -> String {
    let mut out = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#
    );
    paragraph(&mut out, "Heading1", &run("", &labels.title));
    for fact in &labels.facts {
        paragraph(&mut out, "Fact", &run("", fact));
    }
    let doubtful = |segment: &Segment| has_words(segment) && segment.words.iter().any(|word| word.p < DOUBT);
    if !labels.doubt.is_empty() && transcript.segments.iter().any(doubtful) {
        paragraph(&mut out, "Fact", &run("Doubt", &labels.doubt));
    }
    paragraph(&mut out, "Gap", "");
    for segment in &transcript.segments {
        paragraph(&mut out, "Turn", &turn(segment, labels));
    }
    // A4 with margins of 2 cm.
    out.push_str(concat!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>"#,
        "</w:body></w:document>"
    ));
    out
}

fn paragraph(out: &mut String, style: &str, runs: &str) {
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#
    );
}

/// Time, speaker and words of a turn.
fn turn(segment: &Segment, labels: &Labels) -> String {
    let mut out = run("Time", &format::duration(segment.start_ms));
    out.push_str("<w:r><w:tab/></w:r>");
    let name = labels.of(segment.speaker);
    if !name.is_empty() {
        let style = match segment.speaker {
            Speaker::Manager => "Manager",
            Speaker::Client => "Client",
            Speaker::Unknown => "",
        };
        out.push_str(&run(style, &format!("{name}:")));
        out.push_str(&run("", " "));
    }
    if !has_words(segment) {
        out.push_str(&run("", &segment.text));
        return out;
    }
    // Words of the same certainty are one run, the spaces between runs are never shaded.
    for (n, words) in segment
        .words
        .chunk_by(|one, other| (one.p < DOUBT) == (other.p < DOUBT))
        .enumerate()
    {
        let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        if n > 0 {
            out.push_str(&run("", " "));
        }
        let doubtful = words.first().is_some_and(|word| word.p < DOUBT);
        out.push_str(&run(if doubtful { "Doubt" } else { "" }, &text.join(" ")));
    }
    out
}

/// Do the words say what the text says? After an edit by hand they may not.
fn has_words(segment: &Segment) -> bool {
    let words: Vec<&str> = segment.words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ") == segment.text
}

fn run(style: &str, text: &str) -> String {
    let properties = if style.is_empty() {
        String::new()
    } else {
        format!(r#"<w:rPr><w:rStyle w:val="{style}"/></w:rPr>"#)
    };
    format!(
        r#"<w:r>{properties}<w:t xml:space="preserve">{}</w:t></w:r>"#,
        escaped(text)
    )
}

/// For text and attributes; characters that XML does not know are left out.
fn escaped(text: &str) -> String {
    let known = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => None,
        c => Some(c),
    });
    let mut out = String::with_capacity(text.len());
    escape(&known.collect::<String>(), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::super::transcript::{Engine, Word};
    use super::*;

    fn labels() -> Labels {
        Labels {
            manager: "Анна".to_owned(),
            client: "ООО «Тёплый & дом»".to_owned(),
            title: "Анна и <клиент>\u{1}".to_owned(),
            facts: vec!["Длительность: 6:42".to_owned()],
            doubt: "Слова на цветном фоне".to_owned(),
            language: "ru".to_owned(),
        }
    }

    fn transcript() -> Transcript {
        let word = |text: &str, p| Word {
            start_ms: 0,
            end_ms: 1,
            text: text.to_owned(),
            p,
            replaced: None,
        };
        let segment = |speaker, text: &str, words| Segment {
            start_ms: 65_000,
            end_ms: 70_000,
            channel: 1,
            speaker,
            text: text.to_owned(),
            words,
        };
        Transcript {
            language: "ru".to_owned(),
            duration_ms: 90_000,
            channels: 2,
            engine: Engine::imported(),
            segments: vec![
                segment(
                    Speaker::Manager,
                    "Добрый день, 5 < 6",
                    vec![word("Добрый", 0.9), word("день,", 0.2), word("5 < 6", 0.3)],
                ),
                segment(Speaker::Client, "исправлено", vec![word("услышано", 0.1)]),
                segment(Speaker::Unknown, "да", vec![word("да", 0.9)]),
            ],
            filtered: Vec::new(),
        }
    }

    fn parts(transcript: &Transcript) -> Vec<(String, String)> {
        let bytes = write(transcript, &labels()).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|n| {
                let mut part = archive.by_index(n).unwrap();
                let mut text = String::new();
                part.read_to_string(&mut text).unwrap();
                (part.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    fn part(transcript: &Transcript, name: &str) -> String {
        let found = parts(transcript).into_iter().find(|(part, _)| part == name);
        found.unwrap().1
    }

    /// Every element is closed, in order.
    fn is_balanced(xml: &str) -> bool {
        let mut open: Vec<&str> = Vec::new();
        for tag in xml.split('<').skip(1) {
            let Some((tag, text)) = tag.split_once('>') else {
                return false;
            };
            let name = tag.split(' ').next().unwrap_or_default();
            if let Some(name) = name.strip_prefix('/') {
                if open.pop() != Some(name) {
                    return false;
                }
            } else if !tag.starts_with('?') && !tag.ends_with('/') {
                open.push(name);
            }
            if text.contains('\u{1}') {
                return false;
            }
        }
        open.is_empty()
    }

    #[test]
    fn every_part_is_whole_and_known() {
        let parts = parts(&transcript());
        for (name, text) in &parts {
            assert!(is_balanced(text), "{name}: {text}");
            let declared = text.contains("relationships\">") || name == "[Content_Types].xml";
            assert!(
                declared || TYPES.contains(&format!("PartName=\"/{name}\"")) || name == "_rels/.rels",
                "{name}"
            );
        }
        assert_eq!(parts[0].0, "[Content_Types].xml");
    }

    #[test]
    fn turns_have_time_name_and_shaded_words() {
        let text = part(&transcript(), "word/document.xml");
        assert!(text.contains(r#"<w:rStyle w:val="Time"/></w:rPr><w:t xml:space="preserve">1:05</w:t>"#));
        assert!(text.contains(r#"<w:rStyle w:val="Manager"/></w:rPr><w:t xml:space="preserve">Анна:</w:t>"#));
        assert!(text.contains(
            r#"<w:rStyle w:val="Client"/></w:rPr><w:t xml:space="preserve">ООО «Тёплый &amp; дом»:</w:t>"#
        ));
        let shaded = r#"<w:rStyle w:val="Doubt"/></w:rPr><w:t xml:space="preserve">день, 5 &lt; 6</w:t>"#;
        assert!(text.contains(shaded), "{text}");
        assert!(text.contains("Слова на цветном фоне"));
        assert!(text.contains(r#"<w:t xml:space="preserve">исправлено</w:t>"#));
        assert!(!text.contains("услышано"));
        for style in [
            "Heading1", "Fact", "Turn", "Gap", "Time", "Manager", "Client", "Doubt",
        ] {
            assert!(STYLES.contains(&format!("w:styleId=\"{style}\"")), "{style}");
        }
    }

    #[test]
    fn without_doubts_nothing_is_said_about_them() {
        let mut sure = transcript();
        for segment in &mut sure.segments {
            segment.words.clear();
        }
        let text = part(&sure, "word/document.xml");
        assert!(!text.contains("Doubt"), "{text}");
        assert!(text.contains("Добрый день, 5 &lt; 6"));
        assert_eq!(write(&sure, &labels()).unwrap(), write(&sure, &labels()).unwrap());
    }
}
