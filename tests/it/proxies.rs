//! The proxies of the README, by the README's own words: its blocks are taken out, given free ports and a certificate of
//! the moment, and run with the real nginx and the real Caddy in front of the real program.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::support::ports::free_port;
use crate::support::program::{Place, Program, until};

const README: &str = include_str!("../../README.md");
const HOST: &str = "book.example.ru";

/// The code between `<!-- name -->` and `<!-- end of name -->`.
fn block(name: &str) -> String {
    let (_, rest) = README.split_once(&format!("<!-- {name} -->")).unwrap();
    let (code, _) = rest.split_once(&format!("<!-- end of {name} -->")).unwrap();
    let lines = code.trim().lines().filter(|line| !line.starts_with("```"));
    lines.fold(String::new(), |text, line| text + line + "\n")
}

/// Where `.ci/unpack` put the program, or where the system has it.
fn program(name: &str) -> PathBuf {
    let unpacked = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/proxies/bin")
        .join(name);
    assert!(unpacked.exists(), "{name} is missing: make setup-test");
    unpacked
}

/// A proxy that runs until the test ends.
struct Proxy(Child);

impl Drop for Proxy {
    fn drop(&mut self) {
        // nginx's master takes its children with it when it is asked, not when it is killed.
        let _ = Command::new("kill")
            .args(["-TERM", &self.0.id().to_string()])
            .status();
        let _ = self.0.wait();
    }
}

/// nginx with the README's servers; returns where it listens for TLS.
fn nginx(dir: &Path, upstream: u16) -> (Proxy, u16) {
    let (tls, plain) = (free_port(), free_port());
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
        ])
        .args([
            "-subj",
            &format!("/CN={HOST}"),
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
        ])
        .current_dir(dir)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
    let servers = block("nginx")
        .replace("listen 443 ssl", &format!("listen 127.0.0.1:{tls} ssl"))
        .replace("listen 80", &format!("listen 127.0.0.1:{plain}"))
        .replace("    listen [::]:443 ssl;\n", "")
        .replace("    listen [::]:80;\n", "")
        .replace("/etc/ssl/certs/book.example.ru.pem", "cert.pem")
        .replace("/etc/ssl/private/book.example.ru.key", "key.pem")
        .replace("127.0.0.1:8080", &format!("127.0.0.1:{upstream}"));
    assert!(
        !servers.contains("[::]") && servers.contains(&tls.to_string()),
        "{servers}"
    );
    let mut whole = String::from(
        "daemon off;\npid nginx.pid;\nerror_log error.log;\nevents {}\nhttp {\naccess_log off;\n",
    );
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        let _ = writeln!(whole, "{kind}_temp_path {kind};");
    }
    std::fs::write(dir.join("nginx.conf"), whole + &servers + "}\n").unwrap();
    let child = Command::new(program("nginx"))
        .arg("-p")
        .arg(dir)
        .args(["-c", "nginx.conf", "-e", "error.log"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    (Proxy(child), tls)
}

/// Caddy with the README's site and a certificate of its own making; returns where it listens for TLS.
fn caddy(dir: &Path, upstream: u16) -> (Proxy, u16) {
    let tls = free_port();
    let site = block("caddy").replace("127.0.0.1:8080", &format!("127.0.0.1:{upstream}"));
    let (name, rest) = site.split_once('{').unwrap();
    let text = format!(
        "{{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\thttps_port {tls}\n\t\
         storage file_system {dir}/caddy\n}}\n{name}{{\n\tbind 127.0.0.1\n\ttls internal\n{rest}",
        dir = dir.display()
    );
    std::fs::write(dir.join("Caddyfile"), text).unwrap();
    let child = Command::new(program("caddy"))
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(dir.join("Caddyfile"))
        .env("XDG_DATA_HOME", dir)
        .env("XDG_CONFIG_HOME", dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    (Proxy(child), tls)
}

/// Who asks through the proxy, from an address of this machine.
struct Client {
    tls: u16,
    from: &'static str,
    dir: PathBuf,
}

impl Client {
    /// One request; returns status, head and body.
    fn ask(&self, path: &str, further: &[&str]) -> (u16, String, String) {
        let (head, body) = (self.dir.join("head"), self.dir.join("body"));
        let output = Command::new("curl")
            .args([
                "--silent",
                "--insecure",
                "--interface",
                self.from,
                "--max-time",
                "120",
            ])
            .args(["--resolve", &format!("{HOST}:{}:127.0.0.1", self.tls)])
            .args(["--write-out", "%{http_code}", "--dump-header"])
            .arg(&head)
            .arg("--output")
            .arg(&body)
            .args(further)
            .arg(format!("https://{HOST}:{}{path}", self.tls))
            .output()
            .unwrap();
        let status = String::from_utf8(output.stdout).unwrap().parse().unwrap_or(0);
        let read = |file| String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned();
        (status, read(&head), read(&body))
    }

    /// Fails to sign in under a name; returns the status.
    fn guess(&self, login: &str, further: &[&str]) -> u16 {
        let login = format!("login={login}");
        let form = ["--data-urlencode", &login, "--data-urlencode", "password=guess"];
        self.ask("/sign-in", &[&form, further].concat()).0
    }
}

/// What has to be true behind any proxy.
async fn behind(start: impl Fn(&Path, u16) -> (Proxy, u16)) {
    let (data, dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    let token = place.with_manager().await;
    let settings = dir.path().join("salesbook.toml");
    let upstream = free_port();
    let (_proxy, tls) = start(dir.path(), upstream);
    let text = format!("public_url = \"https://{HOST}:{tls}\"\ntrusted_proxies = \"127.0.0.1\"\n");
    std::fs::write(&settings, text).unwrap();
    let service = Program::serve_at(place, upstream, &["--config", settings.to_str().unwrap()], &token);
    let client = |from| Client {
        tls,
        from,
        dir: dir.path().to_owned(),
    };
    let (office, stranger) = (client("127.0.0.1"), client("127.0.0.2"));
    let (_, head, page) = until("the proxy answers", || {
        let answer = office.ask("/sign-in", &[]);
        (answer.0 == 200).then_some(answer)
    });
    assert!(page.contains("name=\"password\""), "{page}");
    let head = head.to_lowercase();
    assert!(head.contains("strict-transport-security"), "{head}");

    // A recording above every proxy's own small limits passes, in one piece.
    let sound =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/demo/calls/lost-on-price.opus"))
            .unwrap();
    let file = dir.path().join("call.opus");
    std::fs::File::create(&file)
        .unwrap()
        .write_all(&sound.repeat(4))
        .unwrap();
    let (bearer, form) = (
        format!("authorization: Bearer {token}"),
        format!("file=@{}", file.display()),
    );
    let (status, _, taken) = office.ask(
        "/api/v1/recordings",
        &["--header", &bearer, "--form", &form, "--form", "manager=n.zhukov"],
    );
    assert_eq!(status, 201, "{taken}");

    // Whoever guesses is stopped; whoever comes from elsewhere through the same proxy is not, and a made-up address of
    // the guesser's own helps nothing.
    let mut stopped = 0;
    for number in 0..60 {
        let forged = format!("x-forwarded-for: 203.0.113.{number}");
        if stranger.guess(&format!("guess-{number}"), &["--header", &forged]) == 429 {
            stopped += 1;
        }
    }
    assert!(stopped > 0, "sixty guesses and nobody was stopped");
    // A guess may fall on the moment a wait is over; the next wait is twice as long.
    assert!(
        (0..8).any(|number| stranger.guess(&format!("nobody-{number}"), &[]) == 429),
        "the address is known whatever it says"
    );
    assert_eq!(
        office.guess("nobody", &[]),
        422,
        "another address is not locked out"
    );
    drop(service);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx_as_the_readme_says() {
    behind(nginx).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy_as_the_readme_says() {
    behind(caddy).await;
}
