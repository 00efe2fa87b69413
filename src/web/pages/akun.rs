//! `/akun`: the own account: its password, its sessions. And `/keluar`.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::{password, wording};
use crate::people;
use crate::people::account::{Refused, change_own_password};
use crate::people::secret::{self, Token};
use crate::people::session::{self as sessions, Session};
use crate::web::Error;
use crate::web::form::{Field, Fields, Form, Problems, Query};
use crate::web::layout::Layout;
use crate::web::session::{Person, see_other, see_other_with};
use crate::web::view::accounts as words;

/// A session in the list.
struct Row {
    device: String,
    address: String,
    since: String,
    seen: String,
    hash: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "akun.html")]
struct AccountPage {
    layout: Layout,
    key: String,
    notice: &'static str,
    must_change: bool,
    problems: Problems,
    name: String,
    login: String,
    role: String,
    password_since: String,
    desks: Vec<(&'static str, &'static str)>,
    now: Field,
    new: Field,
    again: Field,
    rows: Vec<Row>,
}

/// Shows the account.
pub async fn show(person: Person, query: Query) -> Result<HttpResponse, Error> {
    let notice = match query.0.text("kabar") {
        "sandi" => "Kata sandi diganti. Sesi di perangkat lain sudah berakhir.",
        "sesi" => "Sesi diakhiri.",
        _ => "",
    };
    page(&person, StatusCode::OK, notice, Problems::default()).await
}

/// Changes the password or ends sessions.
pub async fn send(person: Person, form: Form) -> Result<HttpResponse, Error> {
    match form.0.text("tindakan") {
        "sandi" => change(&person, &form.0).await,
        "akhiri" => {
            let (who, origin) = (person.who().clone(), person.visit().origin().clone());
            let (hash, now) = (form.0.text("sesi").to_owned(), person.now());
            if !Token::is_form_of(&hash) {
                return Err(Error::BadRequest);
            }
            unrefused(person.write(move |c| sessions::end(c, &who, &hash, &origin, now)).await?)?;
            Ok(see_other("/akun?kabar=sesi"))
        }
        "semua" => {
            let (who, origin) = (person.who().clone(), person.visit().origin().clone());
            let now = person.now();
            let end = move |c: &mut _| sessions::sign_out_everywhere(c, &who, &origin, now);
            unrefused(person.write(end).await?)?;
            Ok(see_other_with("/masuk", person.visit().no_session_cookie()))
        }
        _ => Err(Error::BadRequest),
    }
}

/// `/keluar`: ends this session.
pub async fn leave(person: Person, _form: Form) -> Result<HttpResponse, Error> {
    let (who, origin) = (person.who().clone(), person.visit().origin().clone());
    let now = person.now();
    unrefused(person.write(move |c| sessions::sign_out(c, &who, &origin, now)).await?)?;
    let home = if person.visit().state().settings().private { "/masuk" } else { "/" };
    Ok(see_other_with(home, person.visit().no_session_cookie()))
}

/// Nothing of what people do with their own sessions is ever refused.
fn unrefused<T>(outcome: Result<T, Refused>) -> Result<T, Error> {
    outcome.map_err(|refused| Error::Internal(refused.to_string()))
}

async fn change(person: &Person, fields: &Fields) -> Result<HttpResponse, Error> {
    let (now, new) = (fields.exact("sandi-kini").to_owned(), fields.exact("sandi-baru").to_owned());
    let account = person.account();
    let problem =
        |field, sentence: &str| Problems::one("Kata sandi belum diganti", field, sentence);
    let refuse = |problems| page(person, StatusCode::UNPROCESSABLE_ENTITY, "", problems);
    if let Err(refused) = password::check(&new, &account.login, &account.name) {
        return refuse(problem("sandi-baru", &words::password(refused))).await;
    }
    if new != fields.exact("sandi-ulang") {
        return refuse(problem("sandi-ulang", "Kedua isian kata sandi baru berbeda.")).await;
    }
    if new == now {
        let sentence = "Kata sandi baru sama dengan yang sekarang. Pilih yang lain.";
        return refuse(problem("sandi-baru", sentence)).await;
    }
    // A session that somebody left open must not be a way to try passwords without end.
    let state = person.visit().state().clone();
    let address = &person.visit().origin().address;
    let attempt = match state.attempts().begin(account.login.as_str(), address, person.now()) {
        Ok(attempt) => attempt,
        Err(seconds) => {
            let sentence = format!("Sudah beberapa kali dicoba. Coba lagi dalam {seconds} detik.");
            return refuse(problem("sandi-kini", &sentence)).await;
        }
    };
    let known = account.password_hash.clone();
    let hashed = person
        .visit()
        .hash(move || secret::verify(&now, Some(&known)).then(|| secret::hash(&new)))
        .await;
    let hash = match hashed {
        Ok(Some(hash)) => hash?,
        Ok(None) => {
            let sentence = "Kata sandi sekarang tidak cocok.";
            return refuse(problem("sandi-kini", sentence)).await;
        }
        Err(error) => {
            state.attempts().forgive(attempt);
            return Err(error);
        }
    };
    state.attempts().succeeded(attempt);
    let (who, origin, at) = (person.who().clone(), person.visit().origin().clone(), person.now());
    let write = move |c: &mut _| change_own_password(c, &who, &hash, &origin, at);
    let Ok(token) = person.write(write).await? else {
        let sentence = "Kata sandi sudah diganti dari tempat lain. Masuk kembali.";
        return refuse(problem("sandi-kini", sentence)).await;
    };
    Ok(see_other_with("/akun?kabar=sandi", person.visit().session_cookie(&token)))
}

async fn page(
    person: &Person,
    status: StatusCode,
    notice: &'static str,
    problems: Problems,
) -> Result<HttpResponse, Error> {
    let (id, now) = (person.account().id, person.now());
    let sessions = person.read(move |c| people::session::of_account(c, id, now)).await?;
    let account = person.account();
    let role = account.grant.role().label();
    let role = match account.region_name.as_str() {
        "" => role.to_owned(),
        region => format!("{role}, {region}"),
    };
    let page = AccountPage {
        layout: person.layout("Akun saya", "Kata sandi dan sesi akun ini.").menu("/akun"),
        key: person.form_key(),
        notice,
        must_change: account.must_change,
        name: account.name.clone(),
        login: account.login.to_string(),
        role,
        password_since: wording::moment(account.password_at),
        desks: person.desks(),
        now: Field::password("sandi-kini", "Kata sandi sekarang", "current-password", &problems),
        new: Field::password("sandi-baru", "Kata sandi baru", "new-password", &problems)
            .hint(words::PASSWORD_HINT),
        again: Field::password(
            "sandi-ulang",
            "Kata sandi baru, sekali lagi",
            "new-password",
            &problems,
        ),
        problems,
        rows: sessions.into_iter().map(|session| row(session, person)).collect(),
    };
    person.page(status, &page)
}

fn row(session: Session, person: &Person) -> Row {
    let here = session.token_hash == person.who().token_hash;
    let seen = if here { person.now() } else { session.seen_at };
    Row {
        device: words::agent(&session.agent),
        address: session.address,
        since: wording::moment_short(session.created_at),
        seen: wording::moment_short(seen),
        hash: session.token_hash,
        here,
    }
}
