//! Passwords and tokens: how they are made, kept and compared.

use std::fmt;
use std::sync::LazyLock;

use argon2::password_hash::{self, Output, ParamsString, PasswordHash, Salt, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use sha2::{Digest, Sha256};

use super::Error;
use crate::domain::wording;

/// Hashes a password; takes tens of milliseconds.
///
/// # Errors
/// When there are no random numbers.
pub fn hash(password: &str) -> Result<String, Error> {
    // 19 MiB, two passes: what OWASP asks of argon2id at least, and little enough for a small server
    // on which several people sign in at once.
    let params = Params::default();
    let salt = SaltString::encode_b64(&random::<16>()?).map_err(failed)?;
    let known = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(failed)?,
        salt: Some(salt.as_salt()),
        hash: None,
    };
    let hash = Some(computed(password, &known).map_err(failed)?);
    Ok(PasswordHash { hash, ..known }.to_string())
}

/// Whether a password is that of a hash; takes as long as [`hash`].
///
/// Without a hash, because there is no such account, it takes the same time and is wrong.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let known = PasswordHash::new(hash.unwrap_or(&NOBODY));
    // Comparing takes the same time wherever they differ.
    let right = known
        .is_ok_and(|known| known.hash.is_some() && computed(password, &known).ok() == known.hash);
    right && hash.is_some()
}

/// The hash of a password with the salt and the parameters of another one.
fn computed(password: &str, known: &PasswordHash) -> Result<Output, password_hash::Error> {
    let fits = known.algorithm == ARGON2ID_IDENT
        && known.version == Some(Version::V0x13.into())
        && known.salt.is_some();
    let Some(salt) = known.salt.filter(|_| fits) else {
        return Err(password_hash::Error::Algorithm);
    };
    let mut bytes = [0; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes)?;
    let params = Params::try_from(known)?;
    // More room than is used, and never touched: the allocator keeps what is smaller than 32 MiB in
    // a heap of each thread when it is freed, and only gives what is larger back to the system.
    let mut memory = Vec::with_capacity(MEMORY.max(params.block_count()));
    memory.resize(params.block_count(), Block::default());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Output::init_with(Params::DEFAULT_OUTPUT_LEN, |out| {
        Ok(argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut memory)?)
    })
}

/// Blocks of 1 KiB that are more than 32 MiB.
const MEMORY: usize = 33 * 1024;

/// Makes the hash that stands for nobody, so that the first who asks does not wait for it.
pub fn warm_up() {
    verify("", None);
}

/// The hash that stands for nobody: made like any other, so that comparing takes as long.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// A password to hand over to somebody: 80 random bits in groups of four, without letters that look
/// alike.
///
/// # Errors
/// When there are no random numbers.
pub fn password() -> Result<String, Error> {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut text = String::new();
    for (index, byte) in random::<16>()?.into_iter().enumerate() {
        if index > 0 && index % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    Ok(text)
}

/// A random token of 256 bits, as it stands in a cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new token.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn new() -> Result<Self, Error> {
        Ok(Self(wording::hexadecimal(&random::<32>()?)))
    }

    /// Reads a token from a cookie.
    pub fn read(text: &str) -> Option<Self> {
        Self::is_form_of(text).then(|| Self(text.to_owned()))
    }

    /// Whether a text has the form of a token, or of the hash of one.
    pub fn is_form_of(text: &str) -> bool {
        text.len() == 64 && text.bytes().all(|b| b"0123456789abcdef".contains(&b))
    }

    /// The token as it stands in a cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database knows of it.
    pub fn hash(&self) -> String {
        wording::hexadecimal(&Sha256::digest(self.0.as_bytes()))
    }

    /// The key that stands in the forms of this session: it proves that a form is ours, and does not
    /// give the token away.
    pub fn form_key(&self) -> String {
        wording::hexadecimal(&Sha256::new().chain_update("form ").chain_update(&self.0).finalize())
    }

    /// Whether a form carries the key of this session; takes the same time wherever they differ.
    pub fn fits_form(&self, given: &str) -> bool {
        let wanted = self.form_key();
        let differences = wanted
            .bytes()
            .zip(given.bytes())
            .fold(0, |differences, (wanted, given)| differences | (wanted ^ given));
        wanted.len() == given.len() && differences == 0
    }
}

/// Never prints the token: it would end in a log.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], Error> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Secret(format!("no random numbers: {error}")))?;
    Ok(bytes)
}

fn failed(error: password_hash::Error) -> Error {
    Error::Secret(format!("hashing failed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_fits_its_password_only() {
        let known = hash("kuda besi makan langit").unwrap();
        assert!(known.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{known}");
        assert_ne!(known, hash("kuda besi makan langit").unwrap(), "salted");
        assert!(verify("kuda besi makan langit", Some(&known)));
        assert!(!verify("kuda besi makan langi", Some(&known)));
        assert!(!verify("", Some(&known)));
        assert!(!verify("nobody has this password", None));
        assert!(!verify("x", Some("no hash at all")));
        let theirs = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw";
        assert!(!verify("x", Some(theirs)), "a hash without a hash");
        let other = known.replace("$argon2id$", "$argon2i$");
        assert!(!verify("kuda besi makan langit", Some(&other)), "another algorithm");
    }

    #[test]
    fn the_hash_is_that_of_the_library() {
        use argon2::password_hash::PasswordVerifier;
        let ours = hash("kuda besi makan langit").unwrap();
        let ours = PasswordHash::new(&ours).unwrap();
        assert!(Argon2::default().verify_password(b"kuda besi makan langit", &ours).is_ok());
    }

    #[test]
    fn the_hash_of_nobody_costs_as_much_as_any_other() {
        let costs = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(costs(&NOBODY), costs(&hash("kuda besi makan langit").unwrap()));
        assert_eq!(costs(&NOBODY), "$argon2id$v=19$m=19456,t=2,p=1");
    }

    #[test]
    fn tokens_differ_and_show_nothing() {
        let (one, other) = (Token::new().unwrap(), Token::new().unwrap());
        assert_ne!(one, other);
        assert_eq!(Token::read(one.as_str()), Some(one.clone()));
        assert_ne!(one.hash(), one.form_key());
        assert!(!format!("{one:?}").contains(one.as_str()));
        assert!(one.fits_form(&one.form_key()) && !one.fits_form(&other.form_key()));
        assert!(!one.fits_form("") && !one.fits_form(&one.form_key()[..63]));
        for text in ["", "zz", &"A".repeat(64), &"0".repeat(65)] {
            assert_eq!(Token::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_made_password_is_one_that_is_accepted() {
        use crate::domain::{Login, password as rules};
        let login = Login::parse("siti").unwrap();
        for _ in 0..50 {
            let made = password().unwrap();
            assert_eq!(made.len(), 19);
            assert_eq!(rules::check(&made, &login, "Siti"), Ok(()), "{made}");
        }
    }
}
