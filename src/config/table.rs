//! The list of settings: name, default, meaning.

/// One thing that can be set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Key in the file; `SALESBOOK_` + upper case in the environment.
    pub name: &'static str,
    /// Value when nobody says anything; empty = not set.
    pub default: &'static str,
    /// What it does, for the README.
    pub meaning: &'static str,
}

const fn setting(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting {
        name,
        default,
        meaning,
    }
}

/// Everything that can be set.
pub const SETTINGS: &[Setting] = &[
    setting(
        "listen",
        "127.0.0.1:8080",
        "Address and port of the service (`--listen`).",
    ),
    setting(
        "public_url",
        "",
        "The address people type. With `https://` cookies are sent over TLS only. Default: `http://` and `listen`.",
    ),
    setting("company", "Salesbook", "Name above the navigation."),
    setting(
        "data",
        "data",
        "Directory of the database, the recordings and the index (`--data`).",
    ),
    setting(
        "library",
        "scripts-library",
        "Directory of the playbook (`--library`).",
    ),
    setting(
        "database_url",
        "",
        "`postgres://user:password@host/name`. Default: SQLite, a file in `data`.",
    ),
    setting("database_connections", "8", "Connections to PostgreSQL at most."),
    setting(
        "locale",
        "ru",
        "Language for visitors who express no wish: `ru` or `en`.",
    ),
    setting(
        "time_zone",
        "",
        "IANA name such as `Europe/Moscow` for dates on pages. Default: the machine's.",
    ),
    setting("upload_limit_mb", "2048", "Largest recording file, megabytes."),
    setting("recording_limit_minutes", "240", "Longest recording, minutes."),
    setting(
        "speech_model",
        "base",
        "Speech model: a name of `salesbook model list` or a path to a ggml file.",
    ),
    setting(
        "models",
        "",
        "Directory of speech models. Default: `salesbook/models` in the user's cache directory.",
    ),
    setting(
        "speech_language",
        "ru",
        "Language of a call when the upload does not say: `ru` or `en`.",
    ),
    setting(
        "speech_threads",
        "0",
        "Processor cores for transcription; 0 = half of them, both when there are two.",
    ),
    setting(
        "speech_prompt",
        "off",
        "Tell the model the glossary's terms before it listens: `on` or `off`. The base model gains little by it and takes a fifth more time.",
    ),
    setting(
        "speech_device",
        "auto",
        "What computes speech: `auto` (the graphics card if this build and machine have one), `cpu` or `gpu`.",
    ),
    setting(
        "manager_side",
        "left",
        "Channel of a stereo call on which the manager speaks: `left` or `right`.",
    ),
    setting(
        "manager_side_by_name",
        "",
        "The same by file name, such as `_out=left,_in=right`: a part of the name (`*` for anything, any case) and the \
         side, the first rule that fits counts. Default: no rules.",
    ),
    setting(
        "appeal_days",
        "5",
        "Working days (Monday to Friday) after publication during which a manager may appeal a mark.",
    ),
    setting(
        "appeal_decision_days",
        "3",
        "Working days within which an appeal is to be decided; later it is shown as overdue.",
    ),
    setting(
        "session_idle_days",
        "14",
        "Days without a visit after which a person signs in again.",
    ),
    setting("log_format", "text", "`text` or `json`."),
    setting(
        "log",
        crate::telemetry::DEFAULT_FILTER,
        "What is logged; a part more closely with `salesbook::jobs=debug,info`.",
    ),
];

/// The README's table.
pub fn markdown_table() -> String {
    use std::fmt::Write as _;
    let mut text = String::from("| setting | environment | default | meaning |\n|---|---|---|---|\n");
    for Setting {
        name,
        default,
        meaning,
    } in SETTINGS
    {
        let default = if default.is_empty() {
            String::new()
        } else {
            format!("`{default}`")
        };
        let _ = writeln!(
            text,
            "| `{name}` | `SALESBOOK_{}` | {default} | {meaning} |",
            name.to_ascii_uppercase()
        );
    }
    text
}
