//! What people and their accounts are called on pages.

use crate::domain::password;
use crate::people::account::{MAX_NAME, Refused};
use crate::web::form::Problems;

/// What stands under the field of a new password.
pub const PASSWORD_HINT: &str = "Paling sedikit 12 karakter. Beberapa kata yang tidak berhubungan \
                                 mudah diingat dan sulit ditebak.";

/// Why a password is refused.
pub fn password(refused: password::Refused) -> String {
    match refused {
        password::Refused::TooShort => {
            format!("Tulis paling sedikit {} karakter.", password::MIN_CHARS)
        }
        password::Refused::TooLong => {
            "Kata sandi ini terlalu panjang; paling banyak 1.000 bita.".to_owned()
        }
        password::Refused::Common => "Kata sandi ini termasuk yang pertama dicoba orang. \
                                      Pakai beberapa kata yang tidak berhubungan."
            .to_owned(),
        password::Refused::OwnName => "Kata sandi ini hanya terdiri atas nama pengguna atau nama \
                                       Anda. Pakai kata-kata lain."
            .to_owned(),
    }
}

/// What is wrong with the form of an account; `prefix` tells apart the fields of two forms.
pub fn refused(refused: &Refused, title: &str, fields: AccountFields) -> Problems {
    let (field, sentence) = match refused {
        Refused::Name => (fields.name, format!("Tulis nama dengan 1 sampai {MAX_NAME} karakter.")),
        Refused::Login(_) => (
            fields.login,
            "Tulis 3 sampai 100 huruf a–z, angka, atau tanda . _ - + @, diawali huruf atau angka."
                .to_owned(),
        ),
        Refused::Taken => {
            (fields.login, "Nama pengguna ini sudah dipakai. Pilih yang lain.".to_owned())
        }
        Refused::Grant(crate::domain::role::Mismatch::NoRegion) => {
            (fields.region, "Tulis kode wilayah editor daerah, misalnya 15 atau 15.04.".to_owned())
        }
        Refused::Grant(crate::domain::role::Mismatch::NeedlessRegion) => {
            (fields.region, "Hanya editor daerah memiliki wilayah. Kosongkan isian ini.".to_owned())
        }
        Refused::Region(given) => (
            fields.region,
            format!("Kode wilayah “{given}” tidak dikenal. Tulis kode seperti 15 atau 15.04."),
        ),
        Refused::Password(why) => (fields.login, password(*why)),
        Refused::LastAdmin => (
            fields.role,
            "Ini admin terakhir yang dapat masuk. Angkat admin lain lebih dahulu.".to_owned(),
        ),
        Refused::WrongPassword | Refused::NoAccount => {
            (fields.name, "Akun ini tidak ditemukan. Muat ulang halaman.".to_owned())
        }
    };
    Problems::one(title, field, sentence)
}

/// The ids of the fields of an account's form.
#[derive(Debug, Clone, Copy)]
pub struct AccountFields {
    /// The name.
    pub name: &'static str,
    /// The login.
    pub login: &'static str,
    /// The role.
    pub role: &'static str,
    /// The region.
    pub region: &'static str,
}

/// A browser and its system in a few words: `Firefox di Windows`.
pub fn agent(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |names: &[(&str, &'static str)]| {
        names.iter().find(|(part, _)| agent.contains(part)).map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} di {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Peramban lain".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_names() {
        for (text, words) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox di Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge di Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome di Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari di iPhone",
            ),
            ("curl/8.5.0", "Peramban lain"),
            ("", "Peramban lain"),
        ] {
            assert_eq!(agent(text), words);
        }
    }
}
