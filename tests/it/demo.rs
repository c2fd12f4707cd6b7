//! The demonstration as the real program starts it: who can sign in, with which password, and who may reach it.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use salesbook::demo;

const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library");

fn serve(data: &Path, flags: &[&str], public_url: Option<&str>) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_salesbook"));
    program
        .args(["serve", "--no-worker", "--library", LIBRARY, "--data"])
        .arg(data)
        .args(flags)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(url) = public_url {
        program.env("SALESBOOK_PUBLIC_URL", url);
    }
    program
}

/// Starts it until everybody was printed, then ends it: sign-in name and password of each, and what was said afterwards.
fn started(data: &Path, flags: &[&str], public_url: Option<&str>) -> (Vec<(String, String)>, String) {
    let mut program = serve(data, flags, public_url).spawn().unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut people = Vec::new();
    let mut said = String::new();
    for line in &mut lines {
        let line = line.unwrap();
        if let Some(one) = line.strip_prefix("  ") {
            let words: Vec<&str> = one.split_whitespace().collect();
            people.push((words[1].to_owned(), words[2].to_owned()));
        } else {
            said = line;
        }
        let known = people.iter().all(|(_, password)| password == demo::PASSWORD);
        if people.len() == 8 && (known || said.starts_with("Random")) {
            break;
        }
    }
    program.kill().unwrap();
    let mut errors = String::new();
    program
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut errors)
        .unwrap();
    program.wait().unwrap();
    assert_eq!(people.len(), 8, "{said}\n{errors}");
    (people, said)
}

/// Why it does not start.
fn refused(data: &Path, flags: &[&str], public_url: Option<&str>) -> String {
    let output = serve(data, flags, public_url).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_demonstration_tells_everybody_and_is_open_on_this_machine_alone() {
    let data = tempfile::tempdir().unwrap();
    let beyond = refused(data.path(), &["--demo", "--listen", "0.0.0.0:0"], None);
    assert!(beyond.contains("--demo-in-public"), "{beyond}");
    assert!(
        std::fs::read_dir(data.path()).unwrap().next().is_none(),
        "nothing was made"
    );

    let here = ["--demo", "--listen", "127.0.0.1:0"];
    let (people, _) = started(data.path(), &here, None);
    let logins: BTreeSet<&str> = people.iter().map(|(login, _)| login.as_str()).collect();
    assert_eq!(logins.len(), 8);
    assert!(logins.contains("admin") && logins.contains("i.savelev") && logins.contains("a.kuznetsova"));
    assert!(people.iter().all(|(_, password)| password == demo::PASSWORD));

    // The same data where others reach it: not with the password everybody knows.
    let url = Some("https://demo.example");
    let open = refused(data.path(), &["--listen", "127.0.0.1:0"], url);
    assert!(open.contains("password everybody knows"), "{open}");
    let open = refused(data.path(), &["--listen", "0.0.0.0:0"], None);
    assert!(open.contains("password everybody knows"), "{open}");
    let (people, said) = started(data.path(), &here, url);
    let passwords: BTreeSet<&str> = people.iter().map(|(_, password)| password.as_str()).collect();
    assert_eq!(passwords.len(), 8, "a random one each: {people:?}");
    assert!(!passwords.contains(demo::PASSWORD));
    assert!(said.contains("salesbook people invite LOGIN"), "{said}");
    // They are told once.
    let (again, said) = started(data.path(), &here, url);
    assert!(again.iter().all(|(_, password)| password == "(a"), "{again:?}");
    assert!(said.contains("salesbook people invite LOGIN"), "{said}");
}

#[test]
fn a_demonstration_made_in_public_has_random_passwords_from_the_start() {
    let data = tempfile::tempdir().unwrap();
    let flags = ["--demo", "--demo-in-public", "--listen", "0.0.0.0:0"];
    let (people, said) = started(data.path(), &flags, None);
    let passwords: BTreeSet<&str> = people.iter().map(|(_, password)| password.as_str()).collect();
    assert!(
        passwords.len() == 8 && !passwords.contains(demo::PASSWORD),
        "{people:?}"
    );
    assert!(said.contains("printed this once"), "{said}");
}
