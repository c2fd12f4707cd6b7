//! Whose address a request comes from, behind proxies.
//!
//! The peer's own, unless the peer is one of `trusted_proxies`. Then `Forwarded` (RFC 7239) or `X-Forwarded-For` is read
//! from the right, the part a trusted neighbour wrote, past every trusted hop; the first address that is not ours is the
//! visitor. What cannot be read, and two headers that contradict each other (a proxy writes one and hands a visitor's own
//! other one on), count as nothing said: the address is the peer's.

use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::{HeaderMap, HeaderName, header};

use crate::config::Networks;
use crate::time::Timestamp;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The warning about a forgotten setting comes at most so often.
const WARN_EVERY_MS: i64 = 60 * 60 * 1000;
static WARNED_AT: AtomicI64 = AtomicI64::new(i64::MIN);

/// The visitor's address. A peer that hands addresses on without being trusted is told to the operator.
pub(super) fn address(peer: IpAddr, headers: &HeaderMap, trusted: &Networks, now: Timestamp) -> IpAddr {
    let peer = peer.to_canonical();
    if trusted.contains(peer) {
        return forwarded(headers, trusted).unwrap_or(peer);
    }
    if is_handed_on(headers) {
        warn(peer, now);
    }
    peer
}

/// Does the request come through a proxy, by its own words?
fn is_handed_on(headers: &HeaderMap) -> bool {
    headers.contains_key(header::FORWARDED) || headers.contains_key(X_FORWARDED_FOR)
}

fn warn(peer: IpAddr, now: Timestamp) {
    let before = WARNED_AT.load(Ordering::Relaxed);
    if now.0.saturating_sub(before) >= WARN_EVERY_MS
        && WARNED_AT
            .compare_exchange(before, now.0, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    {
        tracing::warn!(
            %peer,
            "requests come with X-Forwarded-For or Forwarded from a peer that is not in trusted_proxies: if it is your \
             proxy, name it there, or everybody shares its address"
        );
    }
}

/// What trusted hops say of the visitor's address.
fn forwarded(headers: &HeaderMap, trusted: &Networks) -> Option<IpAddr> {
    let standard = all(headers, &header::FORWARDED);
    let usual = all(headers, &X_FORWARDED_FOR);
    match (standard, usual) {
        (None, None) => None,
        (Some(text), None) => visitor(&elements(&text?)?, trusted),
        (None, Some(text)) => visitor(&list(&text?), trusted),
        (Some(standard), Some(usual)) => {
            let standard = visitor(&elements(&standard?)?, trusted)?;
            let usual = visitor(&list(&usual?), trusted)?;
            (standard == usual).then_some(usual)
        }
    }
}

/// Every line of a header as one; none when there is no such header, `Some(None)` when it is not text.
#[expect(
    clippy::option_option,
    reason = "a header that cannot be read is not a missing one"
)]
fn all(headers: &HeaderMap, name: &HeaderName) -> Option<Option<String>> {
    let mut lines = headers.get_all(name).iter().peekable();
    lines.peek()?;
    let lines: Option<Vec<&str>> = lines.map(|line| line.to_str().ok()).collect();
    Some(lines.map(|lines| lines.join(",")))
}

/// The first address from the right that is not ours; the leftmost when all are. A hop that cannot be read ends the search.
fn visitor(hops: &[Option<IpAddr>], trusted: &Networks) -> Option<IpAddr> {
    let mut found = None;
    for hop in hops.iter().rev() {
        let address = (*hop)?;
        found = Some(address);
        if !trusted.contains(address) {
            break;
        }
    }
    found
}

/// `X-Forwarded-For: 203.0.113.7, 10.0.0.1`.
fn list(text: &str) -> Vec<Option<IpAddr>> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(node)
        .collect()
}

/// `Forwarded: for="[2001:db8::1]:4711";proto=https, for=10.0.0.1`; none when quotes are left open.
fn elements(text: &str) -> Option<Vec<Option<IpAddr>>> {
    let elements = split(text, ',')?.into_iter().map(str::trim);
    elements
        .filter(|element| !element.is_empty())
        .map(|element| {
            let pairs = split(element, ';')?;
            let mut named = pairs.iter().filter_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                name.trim().eq_ignore_ascii_case("for").then(|| value.trim())
            });
            let address = named.next().and_then(|value| node(&unquoted(value)));
            // One hop has one address.
            Some(address.filter(|_| named.next().is_none()))
        })
        .collect()
}

/// Splits outside of quotes; none when a quote is left open.
fn split(text: &str, by: char) -> Option<Vec<&str>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if letter == by && !quoted => {
                parts.push(&text[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    (!quoted).then_some(parts)
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut letters = inner.chars();
    let mut plain = String::with_capacity(inner.len());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    plain
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`; anything else is no address.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let (address, port): (IpAddr, &str) = if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        (IpAddr::V6(address.parse().ok()?), port)
    } else if let Ok(address) = text.parse() {
        (address, "")
    } else {
        let (address, _) = text.split_once(':')?;
        (IpAddr::V4(address.parse().ok()?), &text[address.len()..])
    };
    let port_fits = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|port| port.parse::<u16>().is_ok());
    port_fits.then(|| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn found(peer: &str, lines: &[(&'static str, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        let trusted: Networks = "10.0.0.0/8, fd00::/8".parse().unwrap();
        address(peer.parse().unwrap(), &headers, &trusted, Timestamp(0)).to_string()
    }

    #[test]
    fn nobody_but_a_trusted_proxy_says_whose_request_it_is() {
        let said = [
            ("x-forwarded-for", "198.51.100.1"),
            ("forwarded", "for=198.51.100.1"),
        ];
        assert_eq!(found("203.0.113.7", &said), "203.0.113.7");
        assert_eq!(found(PROXY, &said[..1]), "198.51.100.1");
        assert_eq!(found(PROXY, &said[1..]), "198.51.100.1");
        assert_eq!(found(PROXY, &said), "198.51.100.1");
        assert_eq!(found(PROXY, &[]), PROXY);
        assert_eq!(found("::ffff:10.0.0.1", &said[..1]), "198.51.100.1");
        assert_eq!(found("::ffff:203.0.113.7", &[]), "203.0.113.7");
    }

    #[test]
    fn the_list_is_read_from_the_right_past_trusted_hops() {
        let cases = [
            // A visitor's own inventions stand on the left.
            ("1.1.1.1, 203.0.113.7", "203.0.113.7"),
            ("nonsense, 203.0.113.7, 10.9.9.9", "203.0.113.7"),
            ("203.0.113.7:51234", "203.0.113.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]:443, fd00::1", "2001:db8::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            // All of them ours: somebody inside.
            ("10.1.1.1, 10.2.2.2", "10.1.1.1"),
            // Not to be read: the peer.
            ("203.0.113.7, nonsense", PROXY),
            ("203.0.113.7:port", PROXY),
            ("203.0.113.7:70000", PROXY),
            ("[2001:db8::1", PROXY),
            ("unknown", PROXY),
            (" , ", PROXY),
        ];
        for (said, expected) in cases {
            assert_eq!(found(PROXY, &[("x-forwarded-for", said)]), expected, "{said}");
        }
        let two = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "203.0.113.7")];
        assert_eq!(found(PROXY, &two), "203.0.113.7");
    }

    #[test]
    fn the_standard_header_is_read_with_its_quotes() {
        let cases = [
            ("for=203.0.113.7;proto=https;by=10.0.0.1", "203.0.113.7"),
            ("For=\"[2001:db8::1]:4711\", for=10.0.0.2", "2001:db8::1"),
            ("for=1.1.1.1, FOR=\"203.0.113.7:80\"", "203.0.113.7"),
            ("for=\"203.0.113.\\7\"", "203.0.113.7"),
            ("for=\"a,b;c\", for=203.0.113.7", "203.0.113.7"),
            ("for=unknown", PROXY),
            ("for=_hidden", PROXY),
            ("proto=https", PROXY),
            ("for=203.0.113.7;for=1.1.1.1", PROXY),
            ("for=\"203.0.113.7", PROXY),
            ("for=\", for=203.0.113.7", PROXY),
        ];
        for (said, expected) in cases {
            assert_eq!(found(PROXY, &[("forwarded", said)]), expected, "{said}");
        }
    }

    #[test]
    fn two_headers_that_contradict_each_other_say_nothing() {
        let said = [("forwarded", "for=1.1.1.1"), ("x-forwarded-for", "203.0.113.7")];
        assert_eq!(found(PROXY, &said), PROXY);
    }

    proptest! {
        #[test]
        fn no_header_takes_us_by_surprise(said in "[ -~\t]{0,80}", last in any::<[u8; 4]>()) {
            let _ = found(PROXY, &[("forwarded", &said), ("x-forwarded-for", &said)]);
            let last = IpAddr::from(last);
            let trusted: Networks = "10.0.0.0/8, fd00::/8".parse().unwrap();
            prop_assume!(!trusted.contains(last));
            let seen = found(PROXY, &[("x-forwarded-for", &format!("{said}, {last}"))]);
            prop_assert_eq!(seen, last.to_string());
        }
    }
}
