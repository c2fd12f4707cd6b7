//! From a key to the paint, in a browser: what somebody sees who types during a call.
//!
//! `cargo bench --bench typing`; needs Chromium and its driver. The service is the assembled one over the shipped book, on a port
//! of this machine; the browser types a letter at a time, as `input` events do, and a letter is done when the frame with
//! its answers has been drawn. Measured at this machine's speed and with the browser's processor slowed down four times, about
//! an office machine of ten years ago; and how long another answer takes that is opened by its number. What is promised: p95
//! under 50 ms at this machine's speed.
#![expect(clippy::unwrap_used, reason = "a service that does not start is a failed run")]
#![expect(clippy::expect_used, reason = "the driver is a program of this machine")]
#![expect(clippy::print_stdout, reason = "the percentiles are the answer")]

#[path = "support/service.rs"]
#[expect(dead_code, reason = "a real browser asks here")]
mod service;
#[path = "support/took.rs"]
mod took;
#[path = "support/typed.rs"]
#[expect(dead_code, reason = "the page itself types letter by letter")]
mod typed;

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::{TimeoutConfiguration, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use salesbook::demo;
use serde_json::{Value, json};
use service::Service;
use took::Took;
use typed::PHRASES;

/// The browser's processor is slowed down so many times.
const SLOWER: [u32; 2] = [1, 4];
/// Every phrase is typed so often; the first time wakes everything up.
const ROUNDS: usize = 4;

/// Types phrases letter by letter, and opens the third answer of each; gives the times in ms.
const TYPE: &str = "
    const [phrases, done] = arguments;
    const field = document.querySelector('[data-search]');
    const drawn = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    const after = (name) => new Promise((next) => document.addEventListener(name, next, { once: true }));
    const opened = () => new Promise((next) => {
      const watch = new MutationObserver(() => document.querySelector('#opened[data-hit=\"3\"]') && (watch.disconnect(), next()));
      watch.observe(document.querySelector('#answers'), { childList: true, subtree: true });
    });
    (async () => {
      const times = { keys: [], opens: [] };
      for (const phrase of phrases) {
        for (let length = 1; length <= phrase.length; length += 1) {
          const replaced = after('fragment:replaced');
          const from = performance.now();
          field.value = phrase.slice(0, length);
          field.dispatchEvent(new Event('input', { bubbles: true }));
          await replaced;
          await drawn();
          times.keys.push(performance.now() - from);
          // A quick hand.
          await new Promise((next) => setTimeout(next, 40));
        }
        if (document.querySelectorAll('.hit').length < 3) continue;
        const from = performance.now();
        const shown = opened();
        field.dispatchEvent(new KeyboardEvent('keydown', { code: 'Digit3', key: '3', altKey: true, bubbles: true, cancelable: true }));
        await shown;
        await drawn();
        times.opens.push(performance.now() - from);
      }
      done(times);
    })();";

fn main() {
    let data = tempfile::tempdir().unwrap();
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library");
    let service = Service::start(data.path(), &library);
    service.runtime.block_on(demo::fill(&service.app, false)).unwrap();
    let base = format!("http://{}", service.app.config.listen);
    service.runtime.block_on(measure(&base));
}

async fn measure(base: &str) {
    let driver = Driver::start();
    let client = driver.window().await;
    client.goto(&format!("{base}/sign-in")).await.unwrap();
    for (field, value) in [("#login", "n.zhukov"), ("#password", demo::PASSWORD)] {
        let field = client.find(Locator::Css(field)).await.unwrap();
        field.send_keys(value).await.unwrap();
    }
    let button = client
        .find(Locator::Css("main button[type=submit]"))
        .await
        .unwrap();
    button.click().await.unwrap();
    client.wait().for_element(Locator::Css(".nav")).await.unwrap();
    let patience = TimeoutConfiguration::new(Some(Duration::from_mins(10)), None, None);
    client.update_timeouts(patience).await.unwrap();
    for slower in SLOWER {
        client.goto(&format!("{base}/search")).await.unwrap();
        let throttle = DevTools {
            name: "Emulation.setCPUThrottlingRate",
            parameters: json!({ "rate": slower }),
        };
        client.issue_cmd(throttle).await.unwrap();
        let (mut keys, mut opens) = (Took::default(), Took::default());
        for round in 0..=ROUNDS {
            let times = client.execute_async(TYPE, vec![json!(PHRASES)]).await.unwrap();
            if round > 0 {
                add(&mut keys, &times["keys"]);
                add(&mut opens, &times["opens"]);
            }
        }
        println!("processor {slower} times slower, key to paint: {keys}");
        println!("processor {slower} times slower, another answer: {opens}");
    }
    client.close().await.unwrap();
}

fn add(took: &mut Took, times: &Value) {
    for ms in times.as_array().into_iter().flatten().filter_map(Value::as_f64) {
        took.add(Duration::from_secs_f64(ms / 1000.0));
    }
}

/// The driver process; ends with the value.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: `make setup-test`");
        Self { process, port }
    }

    async fn window(&self) -> Client {
        let mut arguments = vec!["--headless=new", "--disable-gpu", "--window-size=1440,900"];
        // Chromium refuses its sandbox to root, as pipelines often run.
        if std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0) {
            arguments.push("--no-sandbox");
        }
        let wish = json!({ "goog:chromeOptions": { "args": arguments } });
        for _ in 0..100 {
            let opened = ClientBuilder::new(HttpConnector::new())
                .capabilities(wish.as_object().unwrap().clone())
                .connect(&format!("http://127.0.0.1:{}", self.port))
                .await;
            if let Ok(client) = opened {
                return client;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("Chromium does not start");
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A command of the browser's own tools, which the standard protocol does not give.
#[derive(Debug)]
struct DevTools {
    name: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }
    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        let body = json!({ "cmd": self.name, "params": self.parameters });
        (axum::http::Method::POST, Some(body.to_string()))
    }
}
