//! The running service keeps to its API document: Schemathesis, which knows only the document, asks it everything the
//! document allows and much that it does not, by a head's token, in the department of the demonstration.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::operations;
use crate::support::program::{Place, Program};

/// Examples of one operation, beside those that reach every rule of its schema: with more it finds no more here.
const EXAMPLES: &str = "6";
/// No fault of the service; only statuses and kinds of content that are declared; bodies that fit; what does not fit the
/// document is refused; methods that are not there are told as such.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
                      negative_data_rejection,unsupported_method";
const SUBTITLES: &str = "1\n00:00:01,000 --> 00:00:03,000\nМенеджер: Добрый день.\n\n\
                         2\n00:00:03,500 --> 00:00:06,000\nКлиент: Здравствуйте.\n";

/// Where `.ci/schemathesis` puts it. Nothing where it is not there, unless this is the pipeline.
fn schemathesis() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = root.join("target/schemathesis/bin/schemathesis");
    if program.exists() {
        return Some(program);
    }
    let how = "schemathesis is not installed: .ci/schemathesis target/schemathesis (needs python3-venv)";
    assert!(std::env::var_os("CI").is_none(), "{how}");
    eprintln!("SKIPPED: {how}");
    None
}

/// A token of the demonstration's head.
fn token(place: Place<'_>) -> String {
    let made = place
        .command(&["token", "create", "--person", "m.sokolova"])
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(made.status.success());
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

fn listed(program: &Program, path: &str) -> Vec<Value> {
    let (status, body) = program.request(&format!("GET {path}"), b"");
    assert_eq!(status, 200, "{body}");
    body["items"].as_array().unwrap().clone()
}

/// What is there to be asked for, as Schemathesis takes it; by guessing it would mostly see 404. One recording has a
/// transcript and stays, another may go.
fn things(program: &Program) -> String {
    let recordings = listed(program, "/api/v1/recordings");
    let evaluation = &listed(program, "/api/v1/evaluations")[0];
    let (stays, goes) = (&recordings[0]["id"], &recordings[1]["id"]);
    let file = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"call.srt\"\r\n\r\n{SUBTITLES}\r\n--edge--\r\n"
    );
    let import = format!("POST /api/v1/recordings/{}/transcripts", stays.as_str().unwrap());
    let (status, transcript) = program.request(&import, file.as_bytes());
    assert_eq!(status, 201, "{transcript}");
    // An identifier in quotes is written alike in JSON and TOML.
    format!(
        r#"
[checks]
# 503 is an answer: the operation says so, and a service without a speech model gives it.
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 503]

[[operations]]
include-path-regex = '^/api/v1/recordings/'
exclude-method = "DELETE"
parameters = {{ "path.id" = {stays}, "path.transcript" = {}, "path.turn" = "1000" }}

[[operations]]
include-path-regex = '^/api/v1/recordings/'
include-method = "DELETE"
parameters = {{ "path.id" = {goes} }}

[[operations]]
include-path-regex = '^/api/v1/evaluations/'
parameters = {{ "path.id" = {} }}

[[operations]]
include-path-regex = '^/api/v1/people/'
parameters = {{ "path.id" = {} }}

[[operations]]
include-path-regex = '^/api/v1/playbook/'
parameters = {{ "path.locale" = "ru", "path.kind" = "objections", "path.slug" = "too-expensive" }}
"#,
        transcript["id"], evaluation["id"], evaluation["manager_id"]
    )
}

#[test]
fn the_running_service_keeps_to_its_document() {
    let Some(schemathesis) = schemathesis() else {
        return;
    };
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    // Without a speech model, wherever the tests run.
    let models = [("SALESBOOK_MODELS", data.path().join("models"))];
    let program = Program::serve_under(place, &["--demo", "--no-worker"], "", &models);
    // It listens before it has a schema and people, and answers after.
    program.request("GET /healthz", b"");
    let token = token(place);
    let program = program.asking_with(&token);

    let desk = tempfile::tempdir().unwrap();
    std::fs::write(desk.path().join("config.toml"), things(&program)).unwrap();
    let said = Command::new(schemathesis)
        .args(["--config-file", "config.toml", "--no-color", "run"])
        .arg(format!("http://127.0.0.1:{}/api/v1/openapi.json", program.port))
        .args(["--header", &format!("Authorization: Bearer {token}")])
        .args(["--phases", "examples,coverage,fuzzing", "--checks", CHECKS])
        // The same requests every time.
        .args([
            "--max-examples",
            EXAMPLES,
            "--generation-deterministic",
            "--no-shrink",
        ])
        .args(["--continue-on-failure", "--warnings", "off"])
        // A machine that is busy is no fault of the service.
        .args(["--request-timeout", "120", "--suppress-health-check", "all"])
        .current_dir(desk.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&said.stdout);
    let trouble = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{told}\n{trouble}");
    let tested = format!("Tested: {}\n", operations().len());
    assert!(told.contains(&tested), "{told}");
}
