//! Percent-encoding of query strings, both ways.

use std::fmt::Write;

/// Why a piece of a URL cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A `%` that two hexadecimal digits do not follow.
    Escape,
    /// Bytes that are not UTF-8.
    Utf8,
}

/// Decodes `%XX` and, in a query, `+` for a space.
pub fn decode(text: &str, plus_is_space: bool) -> Result<String, Broken> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' if plus_is_space => b' ',
            b'%' => {
                let (high, low) = rest.next().zip(rest.next()).ok_or(Broken::Escape)?;
                let digit = |byte| (byte as char).to_digit(16).ok_or(Broken::Escape);
                u8::try_from(digit(high)? * 16 + digit(low)?).map_err(|_| Broken::Escape)?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| Broken::Utf8)
}

/// Encodes a value for a query; what needs no encoding stays readable.
pub fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                into.push(byte as char);
            }
            b' ' => into.push('+'),
            // Writing to a String does not fail.
            _ => _ = write!(into, "%{byte:02X}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_or_says_why_not() {
        assert_eq!(decode("2025%2D04+a", true).as_deref(), Ok("2025-04 a"));
        assert_eq!(decode("a+b", false).as_deref(), Ok("a+b"));
        assert_eq!(decode("%", true), Err(Broken::Escape));
        assert_eq!(decode("%4", true), Err(Broken::Escape));
        assert_eq!(decode("%zz", true), Err(Broken::Escape));
        assert_eq!(decode("%ff", true), Err(Broken::Utf8));
        assert_eq!(decode("%00", true).as_deref(), Ok("\0"));
    }

    #[test]
    fn encodes_what_decodes_to_the_same() {
        for text in ["Kabupaten Toli-Toli", "a&b=c%", "Jambú \u{2212} 15.09"] {
            let mut encoded = String::new();
            encode(text, &mut encoded);
            assert!(encoded.is_ascii() && !encoded.contains(['&', '=', ' ']));
            assert_eq!(decode(&encoded, true).as_deref(), Ok(text));
        }
    }
}
