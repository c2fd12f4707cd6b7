//! Passkeys, in a real browser with an authenticator of its own.

use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::json;

use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};

/// The driver's command that plugs an authenticator in: one with a fingerprint that always fits.
#[derive(Debug)]
struct PlugIn;

impl WebDriverCompatibleCommand for PlugIn {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/webauthn/authenticator",
            session.unwrap_or_default()
        ))
    }
    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        let body = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserConsenting": true, "isUserVerified": true,
        });
        (axum::http::Method::POST, Some(body.to_string()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_and_opens_after_the_password() {
    let service = Service::named().await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.client.issue_cmd(PlugIn).await.unwrap();
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go("/second-factor").await;
    window.fill("#passkeys [name=name]", "рабочий ноутбук").await;
    window.click("#passkeys button[type=submit]").await;
    window.find("#codes li").await;
    window.picture("recovery-codes").await;
    window.assert_accessible().await;
    window.go("/second-factor").await;
    assert!(
        window
            .find("#passkeys .rows")
            .await
            .text()
            .await
            .unwrap()
            .contains("рабочий ноутбук")
    );
    window.picture("second-factor").await;
    window.assert_accessible().await;

    // The same device has one already.
    window
        .click("#passkeys form[data-passkey] button[type=submit]")
        .await;
    window
        .until(
            "the reason",
            "return document.querySelector('#passkeys .field-error:not([hidden])')?.textContent ?? ''",
        )
        .await;

    window.client.delete_all_cookies().await.unwrap();
    window.go("/sign-in?next=/plans").await;
    window.fill("#login", "m.sokolova").await;
    window.fill("#password", PASSWORD).await;
    window.press("\u{e007}").await;
    window.find("form[data-passkey=get]").await;
    window.assert_fits().await;
    window.picture("second-step").await;
    window.assert_accessible().await;
    window.click("form[data-passkey=get] button[type=submit]").await;
    window
        .until(
            "the page after signing in",
            "return location.pathname === '/plans'",
        )
        .await;
    window.go("/second-factor").await;
    let row = window.find("#passkeys .rows").await.text().await.unwrap();
    assert!(!row.contains("ещё не использован"), "{row}");

    // The session ends under an open page: the sheet asks for both steps.
    window.go("/profile").await;
    window.client.delete_all_cookies().await.unwrap();
    window
        .find("#single-keys button[type=submit]")
        .await
        .click()
        .await
        .unwrap();
    window.fill("#again-login", "m.sokolova").await;
    window.fill("#again-password", PASSWORD).await;
    window.press("\u{e007}").await;
    window
        .find("#sign-in-again form[data-passkey=get] button[type=submit]")
        .await
        .click()
        .await
        .unwrap();
    window
        .until("the act after signing in again", "return document.querySelector('#sign-in-again[open], form[data-sending]') === null && location.pathname === '/profile'")
        .await;
    window.go("/second-factor").await;
    window.find("#passkeys .rows").await;
    window.assert_quiet_but("401").await;
    window.close().await;
}
