//! Cookies: the one place that writes them.
//!
//! Decides what every cookie has: it goes to this site alone (`SameSite=Lax`, no domain), scripts do not see it (the
//! theme, which they set themselves, and what [`for_scripts`] tells them are theirs), and under https it never travels
//! without encryption: [`protect`] sees to that for every answer.

use ::cookie::time::Duration;
use ::cookie::{Cookie, SameSite};
use axum::http::{HeaderMap, HeaderValue, header};

/// The value of a `Set-Cookie` header; `seconds` 0 takes the cookie away.
pub fn set(name: &str, value: &str, seconds: i64) -> String {
    set_cookie(name, value, seconds, true)
}

/// The same for a cookie that tells the pages' own scripts something, and nobody a secret.
pub fn for_scripts(name: &str, value: &str, seconds: i64) -> String {
    set_cookie(name, value, seconds, false)
}

fn set_cookie(name: &str, value: &str, seconds: i64, http_only: bool) -> String {
    Cookie::build((name, value))
        .path("/")
        .http_only(http_only)
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(seconds))
        .build()
        .to_string()
}

/// Marks every cookie of an answer `Secure`: for sites that are reached by https.
pub fn protect(headers: &mut HeaderMap) {
    if !headers.contains_key(header::SET_COOKIE) {
        return;
    }
    let protected: Vec<HeaderValue> = headers
        .get_all(header::SET_COOKIE)
        .iter()
        .filter_map(|value| {
            let mut cookie = Cookie::parse(value.to_str().ok()?).ok()?;
            cookie.set_secure(true);
            HeaderValue::from_str(&cookie.to_string()).ok()
        })
        .collect();
    headers.remove(header::SET_COOKIE);
    for value in protected {
        headers.append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_stay_here_and_travel_encrypted() {
        let flash = set("flash", "a.b", 60);
        assert_eq!(flash, "flash=a.b; HttpOnly; SameSite=Lax; Path=/; Max-Age=60");
        let mut headers = HeaderMap::new();
        headers.append(header::SET_COOKIE, flash.parse().unwrap());
        headers.append(
            header::SET_COOKIE,
            "__Host-session=x; Path=/; Secure".parse().unwrap(),
        );
        protect(&mut headers);
        let values: Vec<&str> = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        assert_eq!(
            values,
            [
                "flash=a.b; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60",
                "__Host-session=x; Secure; Path=/",
            ]
        );
    }
}
