//! Content encodings: which one a client asks for, and how bytes are compressed.

use std::io::{self, Read, Write};

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use actix_web::web::Bytes;

/// An encoding that Cakupan can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Identity,
    /// For clients that know nothing better.
    Gzip,
    /// What browsers get.
    Brotli,
}

/// How hard to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// A page, while somebody waits for it.
    Page,
    /// A file of the program, once, in the background.
    Asset,
}

impl Encoding {
    /// The encoding to send: the highest `q`, and of equals brotli, then gzip.
    pub fn negotiate(headers: &HeaderMap) -> Self {
        let (mut gzip, mut brotli, mut identity, mut any) = (None, None, None, None);
        for value in headers.get_all(ACCEPT_ENCODING) {
            let Ok(text) = value.to_str() else { continue };
            for item in text.split(',') {
                let (name, rest) = item.split_once(';').unwrap_or((item, ""));
                let name = name.trim();
                let slot = if name.eq_ignore_ascii_case("br") {
                    &mut brotli
                } else if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
                    &mut gzip
                } else if name.eq_ignore_ascii_case("identity") {
                    &mut identity
                } else if name == "*" {
                    &mut any
                } else {
                    continue;
                };
                *slot = Some(quality(rest));
            }
        }
        let brotli = brotli.or(any).unwrap_or(0);
        let gzip = gzip.or(any).unwrap_or(0);
        // Without a word about it, plain bytes are acceptable but the last choice.
        let identity = identity.unwrap_or(0);
        if brotli > 0 && brotli >= gzip && brotli >= identity {
            Self::Brotli
        } else if gzip > 0 && gzip >= identity {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// The value of `content-encoding`; `None` for plain bytes.
    pub fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
        }
    }

    /// Compresses bytes; slow, so never on a worker thread.
    ///
    /// # Errors
    /// When the encoder fails, which writing to memory does not.
    pub fn compress(self, bytes: &[u8], effort: Effort) -> io::Result<Bytes> {
        let mut out = Vec::with_capacity(bytes.len() / 4);
        match self {
            Self::Identity => out.extend_from_slice(bytes),
            Self::Gzip => {
                let level = match effort {
                    Effort::Page => flate2::Compression::new(6),
                    Effort::Asset => flate2::Compression::best(),
                };
                let mut encoder = flate2::write::GzEncoder::new(&mut out, level);
                encoder.write_all(bytes)?;
                encoder.finish()?;
            }
            Self::Brotli => {
                let (quality, window) = match effort {
                    Effort::Page => (PAGE_QUALITY, PAGE_WINDOW),
                    Effort::Asset => (11, 18),
                };
                let mut reader = brotli::CompressorReader::new(bytes, 4096, quality, window);
                reader.read_to_end(&mut out)?;
            }
        }
        Ok(out.into())
    }
}

const PAGE_QUALITY: u32 = 2;
const PAGE_WINDOW: u32 = 16;

/// The `q` of one item in thousandths; anything unreadable counts as zero, so it is not chosen.
fn quality(parameters: &str) -> u16 {
    let Some(value) = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then_some(value.trim())
    }) else {
        return 1000;
    };
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let thousandths = fraction.bytes().chain(*b"000").take(3).try_fold(0, |sum, digit| {
        digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0'))
    });
    match (whole, thousandths) {
        ("0", Some(thousandths)) => thousandths,
        ("1", Some(0)) => 1000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiate(accept: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(accept).unwrap());
        Encoding::negotiate(&headers)
    }

    #[test]
    fn picks_the_best_that_is_accepted() {
        use Encoding::{Brotli, Gzip, Identity};
        for (accept, wanted) in [
            ("gzip, deflate, br, zstd", Brotli),
            ("gzip, deflate", Gzip),
            ("deflate", Identity),
            ("", Identity),
            ("br;q=0, gzip;q=0.5", Gzip),
            ("br;q=0.4, gzip;q=0.5", Gzip),
            ("br;q=0.5, gzip;q=0.5", Brotli),
            ("br ; q=0.001", Brotli),
            ("gzip;q=0.2, identity;q=0.5", Identity),
            ("gzip;q=0.2, identity;q=0", Gzip),
            ("*", Brotli),
            ("*;q=0.5, br;q=0", Gzip),
            ("*;q=0", Identity),
            ("BR", Brotli),
            ("br;q=2", Identity),
            ("br;q=x, gzip;q=", Identity),
            ("br;q=1.000", Brotli),
            ("br;q=0.0009", Identity),
        ] {
            assert_eq!(negotiate(accept), wanted, "{accept:?}");
        }
        assert_eq!(Encoding::negotiate(&HeaderMap::new()), Identity);
    }

    #[test]
    fn compressed_bytes_read_back() {
        let text = "Peserta aktif per angkatan kerja. ".repeat(400);
        for effort in [Effort::Page, Effort::Asset] {
            let brotli = Encoding::Brotli.compress(text.as_bytes(), effort).unwrap();
            let mut back = String::new();
            brotli::Decompressor::new(&brotli[..], 4096).read_to_string(&mut back).unwrap();
            assert_eq!(back, text);
            let gzip = Encoding::Gzip.compress(text.as_bytes(), effort).unwrap();
            let mut back = String::new();
            flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut back).unwrap();
            assert_eq!(back, text);
            assert!(gzip.len() < text.len() / 10 && brotli.len() < text.len() / 10);
        }
    }
}
