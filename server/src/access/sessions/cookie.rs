use axum::http::{HeaderMap, HeaderValue, header};

/// The session cookie's name. Cookies do not know ports, so the database's own short name is part of it.
pub(super) fn name(instance: &str) -> String {
    format!("__Host-commonweal-{instance}")
}

/// Sets the cookie: only over TLS (or to this machine), never to scripts, never from another site, until the browser
/// closes (ASVS 5.0 3.3.1 to 3.3.4).
pub(super) fn set(instance: &str, token: &str) -> HeaderValue {
    value(&format!("{}={token}; Path=/; Secure; HttpOnly; SameSite=Strict", name(instance)))
}

/// Takes the cookie back.
pub(super) fn clear(instance: &str) -> HeaderValue {
    value(&format!("{}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0", name(instance)))
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("an instance and a token are hexadecimal digits")
}

/// The token in a request's cookies. Two cookies of our name are none: one of them was not set by us.
pub(super) fn token<'h>(headers: &'h HeaderMap, instance: &str) -> Option<&'h str> {
    let name = name(instance);
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, token)| token);
    let token = found.next()?;
    let sound = token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit());
    (sound && found.next().is_none()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cookies: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().expect("a header"));
        token(&headers, "0a1b2c3d").map(str::to_owned)
    }

    #[test]
    fn the_cookie_is_as_strict_as_cookies_get() {
        let set = set("0a1b2c3d", &"f".repeat(64));
        let set = set.to_str().expect("text");
        assert!(set.starts_with("__Host-commonweal-0a1b2c3d=ffff"), "{set}");
        assert!(set.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"), "{set}");
        assert!(!set.contains("Domain"), "{set}");
    }

    #[test]
    fn only_our_own_cookie_is_read_and_only_once() {
        let token = "0123456789abcdef".repeat(4);
        let ours = format!("__Host-commonweal-0a1b2c3d={token}");
        assert_eq!(read(&format!("other=1; {ours}")), Some(token.clone()));
        assert_eq!(read(&format!("{ours}; {ours}")), None, "twice");
        assert_eq!(read(&format!("__Host-commonweal-ffffffff={token}")), None, "another instance");
        assert_eq!(read("__Host-commonweal-0a1b2c3d=short"), None);
        assert_eq!(read(&format!("__Host-commonweal-0a1b2c3d={}", "z".repeat(64))), None);
    }
}
