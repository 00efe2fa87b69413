//! `/masuk`: signing in.
//!
//! Whoever tries gets the same answer after the same time, whether there is such an account or not:
//! a password is hashed in any case, and nothing is written before it was right.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER, SET_COOKIE};
use askama::Template;

use crate::people;
use crate::people::account::Account;
use crate::people::attempts::Attempt;
use crate::people::secret::{self, Token};
use crate::people::session as sessions;
use crate::web::Error;
use crate::web::form::{Field, Form, Problems, Query};
use crate::web::layout::Layout;
use crate::web::session::{HOME, Visit, onward, page_for_one, see_other, see_other_with};

/// The most of a password that is looked at; longer ones are never right.
const MAX_PASSWORD: usize = crate::domain::password::MAX_BYTES;

#[derive(Template)]
#[template(path = "masuk.html")]
struct SignInPage {
    layout: Layout,
    private: bool,
    problems: Problems,
    key: String,
    onward: String,
    login: Field,
    password: Field,
}

/// Shows the form; who is signed in already is led on.
pub async fn show(visit: Visit, query: Query) -> Result<HttpResponse, Error> {
    let target = onward(query.0.exact("lanjut")).to_owned();
    // A database that does not answer is told when the form is sent.
    if let Ok(Some(_)) = visit.person().await {
        return Ok(see_other(&target));
    }
    page(&visit, StatusCode::OK, "", &target, Problems::default())
}

/// Signs in.
pub async fn send(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let fields = form.0;
    let target = onward(fields.exact("lanjut")).to_owned();
    let login = fields.text("login").to_owned();
    let (address, now) = (visit.origin().address.clone(), visit.state().now());
    let attempt = match visit.state().attempts().begin(&login, &address, now) {
        Ok(attempt) => attempt,
        Err(seconds) => return wait(&visit, &login, &target, seconds),
    };
    let state = visit.state().clone();
    match try_it(&visit, &login, fields.exact("sandi").to_owned(), &attempt).await {
        Ok(Some((token, account))) => {
            state.attempts().succeeded(attempt);
            let target = if account.must_change { HOME } else { &target };
            Ok(see_other_with(target, visit.session_cookie(&token)))
        }
        Ok(None) => {
            tracing::warn!(address, request = visit.origin().request_id, "sign-in refused");
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &login, &target, not_matching())
        }
        Err(error) => {
            state.attempts().forgive(attempt);
            Err(error)
        }
    }
}

async fn try_it(
    visit: &Visit,
    login: &str,
    password: String,
    attempt: &Attempt,
) -> Result<Option<(Token, Account)>, Error> {
    let typed = login.to_owned();
    let candidate = visit
        .work(move |state| Ok(people::read(state.pool(), |c| sessions::candidate(c, &typed))?))
        .await?;
    let hash = candidate.as_ref().map(|account| account.password_hash.clone());
    let right = visit
        .hash(move || {
            let fits = password.len() <= MAX_PASSWORD;
            secret::verify(if fits { &password } else { "" }, hash.as_deref()) && fits
        })
        .await?;
    let Some(account) = candidate.filter(|_| right) else { return Ok(None) };
    let (origin, before) = (visit.origin().clone(), visit.session().cloned());
    let in_vain = attempt.in_vain();
    visit
        .work(move |state| {
            let now = state.now();
            let begin = |c: &mut crate::db::Connection| {
                sessions::begin(c, &account, before.as_ref(), in_vain, &origin, now)
            };
            let token = people::write(state.pool(), begin)?;
            Ok(token.map(|token| (token, account)))
        })
        .await
}

fn not_matching() -> Problems {
    Problems::one(
        "Anda belum masuk",
        "login",
        "Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.",
    )
}

/// The answer to an attempt that comes too soon.
fn wait(visit: &Visit, login: &str, target: &str, seconds: i64) -> Result<HttpResponse, Error> {
    let time = match seconds {
        ..=60 => format!("{seconds} detik"),
        _ => format!("{} menit", (seconds + 59) / 60),
    };
    let problems = Problems::one(
        "Tunggu sebentar sebelum mencoba lagi",
        "login",
        format!(
            "Sudah beberapa kali dicoba dengan isian yang tidak cocok. Coba lagi dalam {time}."
        ),
    );
    let mut response = page(visit, StatusCode::TOO_MANY_REQUESTS, login, target, problems)?;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

fn page(
    visit: &Visit,
    status: StatusCode,
    login: &str,
    target: &str,
    problems: Problems,
) -> Result<HttpResponse, Error> {
    let guest = match visit.guest() {
        Some(guest) => guest.clone(),
        None => Token::new()?,
    };
    let state = visit.state();
    let shown: String = login.chars().take(100).collect();
    let page = SignInPage {
        layout: Layout::new(state.data(), "Masuk", "Masuk ke Cakupan."),
        private: state.settings().private,
        key: guest.form_key(),
        onward: if target == HOME { String::new() } else { target.to_owned() },
        login: Field::new("login", "Nama pengguna atau surel", &shown, &problems)
            .autocomplete("username"),
        password: Field::password("sandi", "Kata sandi", "current-password", &problems),
        problems,
    };
    let mut response = page_for_one(status, &page)?;
    if visit.guest().is_none() {
        response.headers_mut().append(SET_COOKIE, visit.guest_cookie(&guest));
    }
    Ok(response)
}
