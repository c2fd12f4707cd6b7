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
    setting(
        "connections",
        "1000",
        "Connections open at once; more wait for their turn.",
    ),
    setting(
        "trusted_proxies",
        "",
        "Addresses or networks of your own proxies, such as `127.0.0.1, 10.0.0.0/8`: what they say in `Forwarded` or \
         `X-Forwarded-For` is the visitor's address. Default: nobody, the peer's address counts.",
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
    setting(
        "disk_warning",
        "5%",
        "Less free than this on a disk of the service is told to the administrator: a share such as `5%` or `20 GB`; `0` = never.",
    ),
    setting(
        "disk_reserve",
        "2%",
        "Kept free for what people write: recordings, and pictures of the book on its disk, are refused (507) before they would take it. A share or an amount, as above.",
    ),
    setting("upload_limit_mb", "2048", "Largest recording file, megabytes."),
    setting("uploads_at_once", "4", "Uploads a person may have under way."),
    setting(
        "upload_day_mb",
        "20000",
        "What a person (or a program with their token) may bring in 24 hours, megabytes.",
    ),
    setting(
        "recording_limit_minutes",
        "240",
        "Longest recording, minutes. Refused while it arrives where the head of the file tells the length, else when it is \
         whole; a head that understates it is found out when the file is transcribed.",
    ),
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
    setting(
        "backups",
        "",
        "Directory of the nightly backups and of the copies of the database from before each migration; best on another disk. \
         Default: `backups` in `data`.",
    ),
    setting(
        "backup_hour",
        "3",
        "Hour of the nightly backup, 0 to 23, in `time_zone`.",
    ),
    setting(
        "backup_keep",
        "14",
        "Nightly backups that are kept; `0` makes none.",
    ),
    setting(
        "keep_recordings_days",
        "0",
        "Days for which a recording is kept with its sound and its text, from the call and from its upload; `0`: until somebody \
         deletes it. Marks stay without comments. What a shared snippet with a stated ground or an open appeal needs, stays.",
    ),
    setting(
        "keep_transcripts_days",
        "0",
        "The same for the text of a call alone; the sound stays. `0`: as long as the recording.",
    ),
    setting(
        "keep_searches_days",
        "400",
        "Days for which is kept what people looked for, and questions without an answer that were dealt with; `0`: always.",
    ),
    setting(
        "keep_log_days",
        "0",
        "Days for which the log of acts is kept; `0`: always.",
    ),
    setting(
        "recording_line",
        "",
        "The sentence with which a call says that it is recorded; several with `|` between them, the first is shown. Default: \
         one in Russian and one in English.",
    ),
    setting(
        "token_days",
        "365",
        "Days a token for programs is good at most; 90 when whoever makes it says nothing.",
    ),
    setting(
        "second_factor_required",
        "",
        "Roles that need a second factor, such as `admin, head` (`manager`, `head`, `trainer`, `admin`): without one they can \
         set it up after signing in and do nothing else. Default: nobody has to.",
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
