//! Small drawings as addresses that hold them: a request of its own costs a cold load a kilobyte of headers.

/// The address of an SVG file's text; safe between double quotes, in a page and in a stylesheet.
pub(super) fn address(svg: &str) -> String {
    let mut address = String::from("data:image/svg+xml,");
    for letter in svg.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match letter {
            '"' => address.push('\''),
            // The colon of the name space too, so that no address of another host seems to stand there.
            '#' | '%' | '<' | '>' | ':' => address.push_str(&format!("%{:02X}", u32::from(letter))),
            plain => address.push(plain),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_ends_the_address_early() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"\n fill=\"#fff\"/>";
        let expected = "data:image/svg+xml,%3Csvg xmlns='http%3A//www.w3.org/2000/svg' fill='%23fff'/%3E";
        assert_eq!(address(svg), expected);
    }
}
