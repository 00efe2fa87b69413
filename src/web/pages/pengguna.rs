//! `/pengguna`: the accounts, for admins.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::{Act, Role, wording};
use crate::people::account::{self, Account, Profile, Refused};
use crate::web::Error;
use crate::web::filter::whole_number;
use crate::web::form::{Choice, Clash, Field, Fields, Form, Problems, Query};
use crate::web::layout::Layout;
use crate::web::session::{Person, see_other};
use crate::web::view::accounts::{self as words, AccountFields};

/// An account in the list.
struct Row {
    id: i32,
    name: String,
    login: String,
    role: &'static str,
    region: String,
    state: &'static str,
    signed_in: String,
}

/// The fields of an account.
struct Entry {
    name: Field,
    login: Field,
    roles: Vec<Choice>,
    role_problem: String,
    region: Field,
}

/// The account that is being changed.
struct Edit {
    id: i32,
    name: String,
    login: String,
    active: bool,
    since: String,
    /// The values that this form is based on.
    based_on: String,
    entry: Entry,
}

/// A password that was made, shown once.
struct Made {
    name: String,
    login: String,
    password: String,
}

#[derive(Template)]
#[template(path = "pengguna.html")]
struct AccountsPage {
    layout: Layout,
    key: String,
    notice: &'static str,
    made: Option<Made>,
    problems: Problems,
    clash: Option<Clash>,
    summary: String,
    rows: Vec<Row>,
    edit: Option<Edit>,
    add: Entry,
    adding: bool,
}

const ADD: AccountFields =
    AccountFields { name: "nama", login: "login", role: "peran", region: "wilayah" };

const EDIT: AccountFields = AccountFields {
    name: "ubah-nama",
    login: "ubah-nama",
    role: "ubah-peran",
    region: "ubah-wilayah",
};

/// What the page shows beside the list.
#[derive(Default)]
struct Shown {
    notice: &'static str,
    made: Option<Made>,
    problems: Problems,
    /// That somebody else has changed it.
    clash: Option<Clash>,
    /// The account to be changed.
    id: Option<i32>,
    /// What was typed, when it has to be typed again.
    typed: Option<Fields>,
}

/// Shows the accounts, and the form of one.
pub async fn show(person: Person, query: Query) -> Result<HttpResponse, Error> {
    person.must(Act::ManageAccounts, None)?;
    let notice = match query.0.text("kabar") {
        "ubah" => "Perubahan disimpan.",
        "kunci" => "Akun dikunci. Semua sesinya sudah berakhir.",
        "buka" => "Kunci akun dibuka.",
        _ => "",
    };
    let id = match query.0.text("nomor") {
        "" => None,
        number => Some(whole_number(number).ok_or_else(unknown)?),
    };
    page(&person, StatusCode::OK, Shown { notice, id, ..Shown::default() }).await
}

fn unknown() -> Error {
    Error::not_found("Tidak ada akun dengan nomor ini.").way("/pengguna", "Pengguna")
}

/// Adds, changes, locks or lets in, or makes a new password.
pub async fn send(person: Person, form: Form) -> Result<HttpResponse, Error> {
    person.must(Act::ManageAccounts, None)?;
    let fields = form.0;
    if fields.text("tindakan") == "tambah" {
        return add(&person, fields).await;
    }
    let id: i32 = fields.text("nomor").parse().map_err(|_| Error::BadRequest)?;
    let (actor, now) = (person.actor(), person.now());
    let (outcome, notice) = match fields.text("tindakan") {
        "ubah" => {
            let profile = profile(&fields, EDIT).ok_or(Error::BadRequest)?;
            let based_on = fields.text("dasar").to_owned();
            let change = move |c: &mut _| {
                let today = account::by_id(c, id)?;
                if !based_on.is_empty() && account::stamp(&today) != based_on {
                    let last = account::last_change(c, &today)?.unwrap_or_default();
                    return Ok(Some((today, last)));
                }
                account::change(c, &actor, id, &profile, now)?;
                Ok(None)
            };
            match person.write(change).await? {
                Ok(Some((today, (who, at)))) => {
                    return changed(&person, id, &today, Clash::by(&who, at), fields).await;
                }
                Ok(None) => (Ok(()), "ubah"),
                Err(refused) => (Err(refused), "ubah"),
            }
        }
        "kunci" => {
            let lock = move |c: &mut _| account::lock(c, &actor, id, false, now);
            (person.write(lock).await?, "kunci")
        }
        "buka" => (person.write(move |c| account::unlock(c, &actor, id, now)).await?, "buka"),
        "sandi" => return reset(&person, id).await,
        _ => return Err(Error::BadRequest),
    };
    match outcome {
        Ok(()) => Ok(see_other(&format!("/pengguna?nomor={id}&kabar={notice}"))),
        Err(Refused::NoAccount) => Err(unknown()),
        Err(refused) => {
            let problems = words::refused(&refused, "Akun ini belum diubah", EDIT);
            let typed = (fields.text("tindakan") == "ubah").then_some(fields);
            let shown = Shown { problems, id: Some(id), typed, ..Shown::default() };
            page(&person, StatusCode::UNPROCESSABLE_ENTITY, shown).await
        }
    }
}

/// Shows what somebody else has saved beside what was typed, which stays in the form.
async fn changed(
    person: &Person,
    id: i32,
    today: &Account,
    clash: Clash,
    fields: Fields,
) -> Result<HttpResponse, Error> {
    let role = Role::find(fields.text(EDIT.role)).map_or("", Role::label);
    let clash = clash
        .row("Nama", today.name.clone(), fields.text(EDIT.name))
        .row("Peran", today.grant.role().label(), role)
        .row("Kode wilayah", value(today, EDIT.region), fields.text(EDIT.region));
    let shown = Shown { clash: Some(clash), id: Some(id), typed: Some(fields), ..Shown::default() };
    page(person, StatusCode::CONFLICT, shown).await
}

fn profile(fields: &Fields, names: AccountFields) -> Option<Profile> {
    Some(Profile {
        name: fields.text(names.name).to_owned(),
        role: Role::find(fields.text(names.role))?,
        region: fields.text(names.region).to_owned(),
    })
}

async fn add(person: &Person, fields: Fields) -> Result<HttpResponse, Error> {
    let profile = profile(&fields, ADD).ok_or(Error::BadRequest)?;
    let (actor, now, login) = (person.actor(), person.now(), fields.text(ADD.login).to_owned());
    let add = move |c: &mut _| account::add(c, &actor, &login, &profile, None, now);
    match person.write(add).await? {
        Ok((id, made)) => show_made(person, id, made, "Pengguna ditambahkan.").await,
        Err(refused) => {
            let problems = words::refused(&refused, "Pengguna belum ditambahkan", ADD);
            let shown = Shown { problems, typed: Some(fields), ..Shown::default() };
            page(person, StatusCode::UNPROCESSABLE_ENTITY, shown).await
        }
    }
}

async fn reset(person: &Person, id: i32) -> Result<HttpResponse, Error> {
    let (actor, now) = (person.actor(), person.now());
    if id == person.account().id {
        // It would end this very session, and the page with the password could not be shown.
        return Err(Error::SeeOther("/akun".to_owned()));
    }
    match person.write(move |c| account::reset_password(c, &actor, id, None, now)).await? {
        Ok(made) => show_made(person, id, made, "Kata sandi baru dibuat.").await,
        Err(_) => Err(unknown()),
    }
}

/// Shows a password that was made: here and now, and never again.
async fn show_made(
    person: &Person,
    id: i32,
    made: Option<String>,
    notice: &'static str,
) -> Result<HttpResponse, Error> {
    let account = person.read(move |c| account::by_id(c, id)).await?;
    let made = made.map(|password| Made {
        name: account.name,
        login: account.login.to_string(),
        password,
    });
    page(person, StatusCode::OK, Shown { notice, made, ..Shown::default() }).await
}

async fn page(person: &Person, status: StatusCode, shown: Shown) -> Result<HttpResponse, Error> {
    let Shown { notice, made, problems, clash, id, typed } = shown;
    let accounts = person.read(account::all).await?;
    let edit = match id {
        None => None,
        Some(id) => {
            let account = accounts.iter().find(|account| account.id == id).ok_or_else(unknown)?;
            let typed = typed.as_ref();
            Some(Edit {
                id,
                name: account.name.clone(),
                login: account.login.to_string(),
                active: account.active,
                since: wording::moment(account.created_at),
                based_on: account::stamp(account),
                entry: entry(EDIT, &problems, |name| match typed {
                    Some(typed) => typed.text(name).to_owned(),
                    None => value(account, name),
                }),
            })
        }
    };
    let typed = typed.filter(|_| id.is_none()).unwrap_or_default();
    let add = entry(ADD, &problems, |name| typed.text(name).to_owned());
    let active = accounts.iter().filter(|account| account.active).count();
    let page = AccountsPage {
        layout: person.layout("Pengguna", "Akun, peran, dan kunci masuk.").menu("/pengguna"),
        key: person.form_key(),
        notice,
        made,
        summary: format!("{} akun, {active} di antaranya aktif", accounts.len()),
        rows: accounts.into_iter().map(row).collect(),
        adding: edit.is_none() && !problems.is_empty(),
        edit,
        add,
        problems,
        clash,
    };
    person.page(status, &page)
}

/// What stands in a field of the form of an account that is there.
fn value(account: &Account, field: &str) -> String {
    if field == EDIT.role {
        account.grant.role().code().to_owned()
    } else if field == EDIT.region {
        account.grant.region().map(ToString::to_string).unwrap_or_default()
    } else {
        account.name.clone()
    }
}

fn entry(names: AccountFields, problems: &Problems, value: impl Fn(&str) -> String) -> Entry {
    let chosen = value(names.role);
    let chosen = if chosen.is_empty() { Role::Reader.code() } else { &chosen };
    Entry {
        name: Field::new(names.name, "Nama", &value(names.name), problems),
        login: Field::new(names.login, "Nama pengguna atau surel", &value(names.login), problems),
        roles: Role::ALL
            .iter()
            .map(|role| Choice::new(role.code(), role.label(), chosen))
            .collect(),
        role_problem: Field::new(names.role, "", "", problems).problem,
        region: Field::new(names.region, "Kode wilayah", &value(names.region), problems)
            .hint("Hanya untuk editor daerah, misalnya 15 atau 15.04."),
    }
}

fn row(account: Account) -> Row {
    Row {
        id: account.id,
        name: account.name,
        login: account.login.to_string(),
        role: account.grant.role().label(),
        region: account.region_name,
        state: match (account.active, account.must_change) {
            (false, _) => "Terkunci",
            (true, true) => "Kata sandi awal",
            (true, false) => "Aktif",
        },
        signed_in: account
            .signed_in_at
            .map_or_else(|| "Belum pernah".to_owned(), wording::moment_short),
    }
}
