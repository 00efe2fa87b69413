//! `/audit`: who did what, when and from where. And `/audit.csv`, the same as a file.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDate;

use crate::domain::{Act, AsOf, Event, Precision, Role, wording};
use crate::export::comma;
use crate::people::account::{self, Account};
use crate::people::trail::{self, Entry, Wanted};
use crate::web::download::Download;
use crate::web::filter::page_number;
use crate::web::form::{Choice, Field, Fields, Problems, Query};
use crate::web::headers::CachePolicy;
use crate::web::layout::Layout;
use crate::web::session::Person;
use crate::web::{Error, urlencoding};

/// Entries on a page.
const PER_PAGE: i64 = 50;

/// Entries that a file may hold.
const PER_FILE: i64 = 100_000;

/// An entry in the table.
struct Row {
    at: String,
    who: String,
    role: &'static str,
    what: &'static str,
    subject: String,
    before: String,
    after: String,
    address: String,
}

/// A page of the list.
struct Turn {
    text: String,
    link: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    layout: Layout,
    problems: Problems,
    summary: String,
    people: Vec<Choice>,
    events: Vec<Choice>,
    from: Field,
    until: Field,
    filtered: bool,
    rows: Vec<Row>,
    newer: Option<Turn>,
    older: Option<Turn>,
    file: String,
}

/// What was asked for.
struct Asked {
    wanted: Wanted,
    problems: Problems,
}

fn read(fields: &Fields) -> Asked {
    let mut problems = Problems::default();
    let mut complain = |field, sentence: &str| {
        "Saringan tidak dapat dibaca".clone_into(&mut problems.title);
        problems.list.push((field, sentence.to_owned()));
    };
    let mut date = |field| {
        let text = fields.text(field);
        let found = day(text);
        if found.is_none() && !text.is_empty() {
            complain(field, "Tulis tanggal seperti 2025-04-30.");
        }
        found
    };
    let (from, until) = (date("dari"), date("sampai"));
    let event = Event::find(fields.text("tindakan"));
    if event.is_none() && !fields.text("tindakan").is_empty() {
        complain("tindakan", "Pilih salah satu tindakan dalam daftar.");
    }
    let account_id = fields.text("orang").parse().ok().filter(|id| *id > 0);
    if account_id.is_none() && !fields.text("orang").is_empty() {
        complain("orang", "Pilih salah satu nama dalam daftar.");
    }
    let wanted = Wanted {
        account_id,
        event,
        from: from.map_or(0, wording::day_begins),
        until: until.and_then(|day| day.succ_opt()).map_or(i64::MAX, wording::day_begins),
    };
    Asked { wanted, problems }
}

fn day(text: &str) -> Option<NaiveDate> {
    AsOf::parse(text).filter(|day| day.precision == Precision::Day).map(|day| day.date)
}

/// Shows the entries that are wanted, page by page.
pub async fn show(person: Person, query: Query) -> Result<HttpResponse, Error> {
    person.must(Act::ReadAudit, None)?;
    let fields = query.0;
    let page = match fields.text("hal") {
        "" => 1,
        text => i64::from(page_number(text)?),
    };
    let Asked { wanted, problems } = read(&fields);
    let offset = (page - 1) * PER_PAGE;
    let (count, entries, accounts) = person
        .read(move |c| {
            let count = trail::count(c, &wanted)?;
            Ok((count, trail::search(c, &wanted, PER_PAGE, offset)?, account::all(c)?))
        })
        .await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let link = |page: i64| address("/audit", &fields, (page > 1).then_some(page));
    let turn = |page: i64, text: &str| Turn { text: text.to_owned(), link: link(page) };
    let filtered =
        ["orang", "tindakan", "dari", "sampai"].iter().any(|f| !fields.text(f).is_empty());
    let page = AuditPage {
        layout: person
            .layout("Catatan audit", "Siapa berbuat apa, kapan, dan dari mana.")
            .menu("/audit"),
        summary: summary(count, offset, entries.len()),
        people: people(&accounts, fields.text("orang")),
        events: events(fields.text("tindakan")),
        from: Field {
            kind: "date",
            ..Field::new("dari", "Dari tanggal", fields.text("dari"), &problems)
        },
        until: Field {
            kind: "date",
            ..Field::new("sampai", "Sampai tanggal", fields.text("sampai"), &problems)
        },
        filtered,
        newer: (page > 1).then(|| turn(page - 1, "Lebih baru")),
        older: (offset + PER_PAGE < count).then(|| turn(page + 1, "Lebih lama")),
        file: address("/audit.csv", &fields, None),
        rows: entries.into_iter().map(|(_, entry)| row(entry)).collect(),
        problems,
    };
    person.page(status, &page)
}

/// Sends the entries that are wanted as a file.
pub async fn download(person: Person, query: Query) -> Result<HttpResponse, Error> {
    person.must(Act::ReadAudit, None)?;
    let Asked { wanted, problems, .. } = read(&query.0);
    if !problems.is_empty() {
        return Err(Error::SeeOther(address("/audit", &query.0, None)));
    }
    let entries = person
        .read(move |c| {
            let count = trail::count(c, &wanted)?;
            if count > PER_FILE {
                Ok(None)
            } else {
                trail::search(c, &wanted, PER_FILE, 0).map(Some)
            }
        })
        .await?;
    let Some(entries) = entries else {
        return Err(Error::not_found(
            "Berkas ini akan memuat lebih dari 100.000 baris. Persempit saringan menurut tanggal.",
        )
        .way(address("/audit", &query.0, None), "Catatan audit"));
    };
    // The mark tells spreadsheets that it is UTF-8.
    let mut text = String::from("\u{feff}");
    comma::line(
        &[
            "nomor",
            "waktu",
            "orang",
            "peran",
            "tindakan",
            "objek",
            "sebelum",
            "sesudah",
            "alamat",
            "nomor_permintaan",
        ],
        &mut text,
    );
    for (id, entry) in &entries {
        comma::line(
            &[
                &id.to_string(),
                &wording::moment_exact(entry.at),
                &entry.who,
                entry.role.map_or("", Role::code),
                entry.event.code(),
                &entry.subject,
                &entry.before,
                &entry.after,
                &entry.address,
                &entry.request_id,
            ],
            &mut text,
        );
    }
    let (name, bytes) = ("catatan-audit.csv".to_owned(), text.into_bytes());
    Ok(Download { name, kind: Download::CSV, bytes }.respond(CachePolicy::Private))
}

/// A path with the filter, and with a page if that is not the first one.
fn address(path: &str, fields: &Fields, page: Option<i64>) -> String {
    let mut address = path.to_owned();
    let page = page.map(|page| page.to_string()).unwrap_or_default();
    let pairs = ["orang", "tindakan", "dari", "sampai"]
        .map(|name| (name, fields.text(name)))
        .into_iter()
        .chain([("hal", page.as_str())]);
    for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        urlencoding::encode(value, &mut address);
    }
    address
}

fn summary(count: i64, offset: i64, shown: usize) -> String {
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    match (count, shown) {
        (0, _) => "Tidak ada catatan".to_owned(),
        (_, 0) => format!("{} catatan", wording::count(count)),
        _ if shown == count => format!("{} catatan", wording::count(count)),
        _ => format!(
            "{} sampai {} dari {} catatan, terbaru lebih dahulu",
            wording::count(offset + 1),
            wording::count(offset + shown),
            wording::count(count)
        ),
    }
}

fn people(accounts: &[Account], chosen: &str) -> Vec<Choice> {
    let all = Choice::new("", "Semua orang", chosen);
    let one = |account: &Account| {
        let name = format!("{} ({})", account.name, account.login);
        Choice::new(account.id.to_string(), name, chosen)
    };
    std::iter::once(all).chain(accounts.iter().map(one)).collect()
}

fn events(chosen: &str) -> Vec<Choice> {
    let all = Choice::new("", "Semua tindakan", chosen);
    let one = |event: Event| Choice::new(event.code(), event.label(), chosen);
    std::iter::once(all).chain(Event::ALL.into_iter().map(one)).collect()
}

fn row(entry: Entry) -> Row {
    Row {
        at: wording::moment_short(entry.at),
        who: entry.who,
        role: entry.role.map_or("", Role::label),
        what: entry.event.label(),
        subject: entry.subject,
        before: entry.before,
        after: entry.after,
        address: entry.address,
    }
}
