//! What a file is when it is not sound, so that the refusal can say so.

/// The usual name of a file's format by its first bytes; `None` when nobody knows it.
pub fn format_name(head: &[u8], file_name: &str) -> Option<&'static str> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"%PDF") {
        return Some("PDF");
    }
    if starts(b"PK\x03\x04") {
        let ending = file_name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        return Some(match ending.as_str() {
            "docx" => "DOCX",
            "xlsx" => "XLSX",
            "pptx" => "PPTX",
            _ => "ZIP",
        });
    }
    let known: [(&[u8], &str); 9] = [
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"\x89PNG", "PNG"),
        (b"GIF8", "GIF"),
        (b"Rar!", "RAR"),
        (b"7z\xBC\xAF", "7Z"),
        (b"\xD0\xCF\x11\xE0", "DOC"),
        (b"MZ", "EXE"),
        (b"\x1F\x8B", "GZIP"),
        (b"{\\rtf", "RTF"),
    ];
    if let Some((_, name)) = known.iter().find(|(magic, _)| starts(magic)) {
        return Some(name);
    }
    let text = String::from_utf8_lossy(&head[..head.len().min(256)]).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("<!doctype html") || text.starts_with("<html") {
        return Some("HTML");
    }
    text.starts_with("<?xml").then_some("XML")
}

#[cfg(test)]
mod tests {
    use super::format_name;

    #[test]
    fn offices_send_these_by_mistake() {
        assert_eq!(format_name(b"%PDF-1.7 ...", "offer.wav"), Some("PDF"));
        assert_eq!(format_name(b"PK\x03\x04....", "Offer.DOCX"), Some("DOCX"));
        assert_eq!(format_name(b"PK\x03\x04....", "calls.zip"), Some("ZIP"));
        assert_eq!(
            format_name(b"\xEF\xBB\xBF <!DOCTYPE html>", "call.mp3"),
            Some("HTML")
        );
        assert_eq!(format_name(b"hello", "call.mp3"), None);
    }
}
