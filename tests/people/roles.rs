//! Every route with every role.

use std::collections::BTreeMap;

use cakupan::domain::{Act, Role, may};
use cakupan::web::routes::{self, Access};

use crate::browser::{Site, key, words};

/// What a stranger and each role get of a route that they ask for: GET and POST.
///
/// A form that reaches its handler is refused there as one without a `tindakan` (400), or is taken.
const WALK: &[(&str, [[u16; 2]; 6])] = &[
    //           nobody      admin       pusat       daerah      pemeriksa   pembaca
    ("/", [[200, 405]; 6]),
    ("/wilayah/15", [[200, 405]; 6]),
    ("/peringkat", [[200, 405]; 6]),
    ("/target", [[200, 405]; 6]),
    ("/pendanaan", [[200, 405]; 6]),
    ("/regulasi", [[200, 405]; 6]),
    ("/sumber", [[200, 405]; 6]),
    ("/mutu", [[200, 405]; 6]),
    ("/mutu/15", [[200, 405]; 6]),
    ("/mutu/15.txt", [[200, 405]; 6]),
    ("/mutu/15.csv", [[200, 405]; 6]),
    ("/mutu/15.xlsx", [[200, 405]; 6]),
    ("/cari", [[200, 405]; 6]),
    ("/metodologi", [[200, 405]; 6]),
    ("/favicon.ico", [[200, 405]; 6]),
    ("/healthz", [[200, 405]; 6]),
    ("/static/x/y", [[404, 405]; 6]),
    ("/tidak-ada", [[404, 405]; 6]),
    ("/masuk", [[200, 403], [303, 403], [303, 403], [303, 403], [303, 403], [303, 403]]),
    ("/akun", [[303, 303], [200, 400], [200, 400], [200, 400], [200, 400], [200, 400]]),
    ("/pengguna", [[303, 303], [200, 400], [403, 403], [403, 403], [403, 403], [403, 403]]),
    ("/impor", [[303, 303], [200, 400], [200, 400], [200, 400], [403, 403], [403, 403]]),
    ("/impor/7", [[303, 303], [404, 404], [404, 404], [404, 404], [403, 403], [403, 403]]),
    ("/usulan", [[303, 405], [200, 405], [200, 405], [200, 405], [200, 405], [403, 405]]),
    ("/usulan/7", [[303, 303], [404, 404], [404, 404], [404, 404], [404, 404], [403, 403]]),
    ("/usulan/7/berkas", [[303, 405], [404, 405], [404, 405], [404, 405], [404, 405], [403, 405]]),
    ("/beda/15/total/2001-01-31", [[404, 405]; 6]),
    (
        "/beda/15/total/2001-01-31/putuskan",
        [[303, 303], [404, 404], [404, 404], [404, 404], [403, 403], [403, 403]],
    ),
    ("/revisi/1/tarik", [[303, 303], [404, 404], [404, 404], [404, 404], [403, 403], [403, 403]]),
    (
        "/impor/templat/angka.xlsx",
        [[303, 405], [200, 405], [200, 405], [200, 405], [403, 405], [403, 405]],
    ),
    ("/impor/7/kemajuan", [[303, 405], [404, 405], [404, 405], [404, 405], [403, 405], [403, 405]]),
    (
        "/impor/7/temuan.csv",
        [[303, 405], [404, 405], [404, 405], [404, 405], [403, 405], [403, 405]],
    ),
    (
        "/impor/7/temuan.xlsx",
        [[303, 405], [404, 405], [404, 405], [404, 405], [403, 405], [403, 405]],
    ),
    ("/revisi/1/berkas", [[303, 405], [404, 405], [404, 405], [404, 405], [403, 405], [403, 405]]),
    ("/revisi", [[200, 405]; 6]),
    ("/revisi/1", [[200, 405]; 6]),
    ("/audit", [[303, 405], [200, 405], [403, 405], [403, 405], [200, 405], [403, 405]]),
    ("/audit.csv", [[303, 405], [200, 405], [403, 405], [403, 405], [200, 405], [403, 405]]),
    ("/keluar", [[405, 303], [405, 303], [405, 303], [405, 303], [405, 303], [405, 303]]),
];

#[test]
fn every_route_with_every_role() {
    let site = Site::start();
    for (path, wanted) in WALK {
        let stranger = site.browser();
        let found = [stranger.get(path).status, stranger.post_raw(path, &[]).status];
        assert_eq!(found, wanted[0], "a stranger at {path}");
        for (role, wanted) in Role::ALL.into_iter().zip(&wanted[1..]) {
            let browser = site.signed_in(role.code());
            let key = key(&browser.get("/akun"));
            let get = browser.get(path);
            let post = browser.post_raw(path, &[("kunci", &key)]);
            assert_eq!([get.status, post.status], *wanted, "{role:?} at {path}");
            for answer in [get, post].iter().filter(|answer| answer.status == 403) {
                if *path != "/masuk" {
                    let says = format!("Anda masuk sebagai {}", role.label().to_lowercase());
                    assert!(words(answer).contains(&says), "{role:?} at {path}");
                }
            }
        }
    }
}

/// A path of the table with something in its places.
fn filled(path: &str) -> String {
    [
        ("kode", "15"),
        ("segmen", "total"),
        ("tanggal", "2001-01-31"),
        ("versi", "1"),
        ("nomor", "7"),
        ("berkas", "angka.xlsx"),
    ]
    .iter()
    .fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value))
}

#[test]
fn the_walk_knows_every_route_and_does_what_the_table_says() {
    let walked: BTreeMap<&str, _> = WALK.iter().map(|(path, wanted)| (*path, wanted)).collect();
    for (path, _) in routes::PAGES {
        assert!(walked.contains_key(filled(path).as_str()), "walk {path} too");
    }
    let site = Site::start();
    for desk in routes::DESKS {
        let path = filled(desk.path);
        let wanted = walked.get(path.as_str()).unwrap_or_else(|| panic!("walk {path} too"));
        for (index, method) in ["get", "post"].into_iter().enumerate() {
            let known = desk.methods.contains(&method);
            let in_vain = |status: u16| status == 405;
            assert_eq!(in_vain(wanted[0][index]), !known, "{method} {}", desk.path);
            for (role, status) in Role::ALL.into_iter().zip(wanted[1..].iter().map(|w| w[index])) {
                if !known || desk.access == Access::Anyone {
                    continue;
                }
                let account = site
                    .test
                    .pool
                    .read(|c| {
                        let login = cakupan::domain::Login::parse(role.code()).unwrap();
                        cakupan::db::accounts::by_login(c, &login)
                    })
                    .unwrap()
                    .unwrap();
                let allowed = match desk.access {
                    Access::Anyone | Access::SignedIn => true,
                    Access::May(act) => may(&account.grant, act, account.grant.region()),
                    Access::Either(one, other) => [one, other]
                        .into_iter()
                        .any(|act| may(&account.grant, act, account.grant.region())),
                };
                assert_eq!(status != 403, allowed, "{role:?}: {method} {}", desk.path);
                assert_eq!(wanted[0][index], 303, "a stranger is led to sign in");
            }
        }
    }
}

#[test]
fn the_menu_shows_what_one_may_open() {
    let site = Site::start();
    for role in Role::ALL {
        let browser = site.signed_in(role.code());
        let page = browser.get("/akun");
        let menu = page.text().split(r#"aria-label="Menu pengguna""#).nth(1).unwrap();
        let menu = menu.split("</nav>").next().unwrap();
        for (path, act) in [("/pengguna", Act::ManageAccounts), ("/audit", Act::ReadAudit)] {
            let shown = menu.contains(&format!(r#"href="{path}""#));
            assert_eq!(shown, browser.get(path).status == 200, "{role:?} {act:?}");
        }
        assert!(words(&page).contains(&format!("Orang {}", role.code())));
    }
}

#[test]
fn a_role_that_changes_counts_at_once() {
    let site = Site::start();
    let (admin, reader) = (site.signed_in("admin"), site.signed_in("pembaca"));
    assert_eq!(reader.get("/audit").status, 403);
    let change = |role: &str| {
        let fields = [
            ("tindakan", "ubah"),
            ("nomor", "5"),
            ("ubah-nama", "Orang Lain"),
            ("ubah-peran", role),
        ];
        assert_eq!(admin.post("/pengguna", &fields).status, 303);
    };
    change("pemeriksa");
    assert_eq!(reader.get("/audit").status, 200);
    change("pembaca");
    assert_eq!(reader.get("/audit").status, 403);
}

#[test]
fn methods_of_a_route_are_named() {
    let site = Site::start();
    for (method, path, allow) in [
        ("PUT", "/akun", "GET, HEAD, POST"),
        ("GET", "/keluar", "POST"),
        ("POST", "/audit", "GET, HEAD"),
        ("DELETE", "/tidak-ada", "GET, HEAD"),
    ] {
        let answer = site.app.request(method, path, &[("content-length", "0")]);
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allow)), "{method} {path}");
    }
}
