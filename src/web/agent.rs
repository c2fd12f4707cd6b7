//! A browser in words, out of what it says of itself.

use crate::i18n::Texts;

/// «Firefox, Windows»; the first mark that fits counts, for most browsers name others too.
pub(super) fn words(texts: Texts, user_agent: &str) -> String {
    const PROGRAMS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("YaBrowser/", "Yandex Browser"),
        ("OPR/", "Opera"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let first = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let program = first(&PROGRAMS).map_or_else(|| texts.text("browser-other"), str::to_owned);
    first(&SYSTEMS).map_or_else(|| program.clone(), |system| format!("{program}, {system}"))
}
