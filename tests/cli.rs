//! The program as an operator meets it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[allow(dead_code, reason = "each test program uses a part of it")]
mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::db::TestDb;
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, RunQueryDsl, SqliteConnection};

fn cakupan(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cakupan"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("CAKUPAN_DATABASE")
        .env_remove("CAKUPAN_LISTEN")
        .env_remove("CAKUPAN_LOG")
        .env_remove("CAKUPAN_LOG_FORMAT")
        .env_remove("CAKUPAN_PRIVATE")
        .env_remove("CAKUPAN_RULES")
        .env_remove("CAKUPAN_SECURE_COOKIES")
        .env_remove("CAKUPAN_TRUSTED_PROXY")
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    cakupan(folder, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The program ends with 1 and one clear line.
fn assert_refused(output: &Output, says: &str) {
    let stderr = text(&output.stderr);
    let lines: Vec<&str> = stderr.lines().filter(|line| !line.contains(" WARN ")).collect();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert_eq!(lines.len(), 1, "{stderr}");
    assert!(lines[0].starts_with("cakupan: ") && lines[0].contains(says), "{says}: {stderr}");
    assert!(!stderr.contains("panicked") && !stderr.contains("backtrace"), "{stderr}");
}

/// A server that is ended when the test is.
struct Server {
    child: Child,
    address: String,
    log: Option<std::thread::JoinHandle<String>>,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut all = vec!["--listen", "127.0.0.1:0"];
        all.extend(arguments);
        let mut child =
            cakupan(folder, &all).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Read all along, so that the program never waits for us.
        let mut stderr = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).unwrap();
            text
        });
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Cakupan siap di http://");
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, address, log: Some(log) }
    }

    fn send(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut answer = Vec::new();
        self.send(path).read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Waits for the end: exit code and log.
    fn end(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        (code, self.log.take().unwrap().join().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn sqlite(path: &Path) -> SqliteConnection {
    SqliteConnection::establish(path.to_str().unwrap()).unwrap()
}

#[test]
fn help_names_every_command_and_setting() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["--help"]);
    assert!(output.status.success());
    let help = text(&output.stdout);
    for word in [
        "serve",
        "migrate",
        "simulate",
        "check",
        "user",
        "--private",
        "CAKUPAN_PRIVATE",
        "--secure-cookies",
        "--trusted-proxy",
        "--rules",
        "CAKUPAN_RULES",
        "--database",
        "CAKUPAN_DATABASE",
        "--listen",
        "CAKUPAN_LISTEN",
        "--log-format",
        "CAKUPAN_LOG",
        "sqlite:cakupan.db",
        "127.0.0.1:8080",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
    assert!(text(&run(folder.path(), &["--version"]).stdout).contains(env!("CARGO_PKG_VERSION")));
    assert_eq!(run(folder.path(), &["sreve"]).status.code(), Some(2));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "asking creates nothing");
}

#[test]
fn a_password_in_the_environment_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = cakupan(folder.path(), &["--help"]);
    let output = command.env("CAKUPAN_DATABASE", "postgres://u:rahasia@h/d").output().unwrap();
    assert!(!text(&output.stdout).contains("rahasia"));
}

#[test]
fn bad_settings_are_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, says) in [
        (&["--database", "cakupan.db"][..], "sqlite:PATH"),
        (&["--database", "mysql://x/y"], "sqlite:PATH"),
        (&["--database", ""], "empty"),
        (&["--database", "sqlite:"], "path of a file"),
        (&["--database", "sqlite::memory:"], "path of a file"),
        (&["--database", "sqlite:nowhere/cakupan.db"], "no folder"),
        (&["--database", "sqlite:nothing.db?mode=ro"], "no file"),
        (&["--database", "postgres://127.0.0.1:1/cakupan"], "cannot be reached"),
        (&["--listen", "8080"], "--listen"),
        (&["--log", "loud=very"], "--log"),
        (&["--log", "garbage=xyz,,"], "--log"),
        (&["--log", "info,,"], "--log"),
        (&["--log", "garbage"], "--log"),
        (&["--trusted-proxy", "proxy.example"], "--trusted-proxy"),
        (&["--rules", "tidak-ada.txt"], "--rules: tidak-ada.txt: berkas ini tidak dapat dibaca"),
        (&["user", "list", "--database", "sqlite:new.db"], "no file"),
        (&["--listen", "192.0.2.1:0"], "cannot listen on 192.0.2.1:0"),
        (&["check", "--database", "sqlite:new.db"], "no file"),
    ] {
        assert_refused(&run(folder.path(), arguments), says);
    }
}

#[test]
fn a_busy_port_is_one_clear_line() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(folder.path(), &["--listen", &address]);
    assert_refused(&output, &format!("{address} is already in use"));
    assert!(output.stdout.is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn what_cannot_be_done_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    assert_refused(&run(folder.path(), &["check"]), "no file");
    for months in ["0", "601", "x"] {
        let output = run(folder.path(), &["simulate", "--months", months]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("--months"), "{}", text(&output.stderr));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_report_that_nobody_reads_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = cakupan(folder.path(), &["migrate"]).stdout(writer).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[test]
fn a_database_in_trouble_is_one_clear_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let serve = |name: &str| run(folder.path(), &["--listen", "127.0.0.1:0", "--database", name]);

    std::fs::write(path("text.db"), "this is no database\n".repeat(400)).unwrap();
    assert_refused(&serve("sqlite:text.db"), "not a database");

    sqlite(&path("other.db")).batch_execute("create table x (y)").unwrap();
    assert_refused(&serve("sqlite:other.db"), "half migrated");

    assert!(run(folder.path(), &["migrate"]).status.success());
    let mut own = sqlite(&path("cakupan.db"));
    own.batch_execute("insert into __diesel_schema_migrations (version) values ('99999999999999')")
        .unwrap();
    for command in ["serve", "migrate", "check"] {
        let output = run(folder.path(), &[command, "--listen", "127.0.0.1:0"]);
        assert_refused(&output, "newer than this program");
    }
    drop(own);

    // A new file that another program holds cannot be filled.
    let mut holder = sqlite(&path("held.db"));
    holder.batch_execute("create table x (y); drop table x; begin exclusive").unwrap();
    assert_refused(&serve("sqlite:held.db"), "busy");
}

#[test]
fn migrate_and_check_report_what_they_find() {
    let folder = tempfile::tempdir().unwrap();
    let first = run(folder.path(), &["migrate"]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(text(&first.stdout).contains("applied ") && text(&first.stdout).contains("rows"));
    let second = run(folder.path(), &["migrate"]);
    assert_eq!(text(&second.stdout), "published figures: up to date\n");

    let check = run(folder.path(), &["check"]);
    let report = text(&check.stdout);
    assert!(check.status.success(), "{report}");
    for line in ["38 provinces", "514 regencies", "\nok\n"] {
        assert!(report.contains(line), "{line}: {report}");
    }

    let before = std::fs::read(folder.path().join("cakupan.db")).unwrap();
    run(folder.path(), &["check"]);
    assert!(before == std::fs::read(folder.path().join("cakupan.db")).unwrap(), "nothing written");

    let copy = folder.path().join("copy.db");
    for (damage, says) in [
        ("update shown set active = active + 1 where active is not null", "rollup differs"),
        ("update shown set parts_counted = parts_counted + 1", "rollup differs"),
        ("delete from shown where region_id % 2 = 0", "rollup differs"),
        ("update data_state set newest_total = '2031-01-01'", "newest date is noted as 2031"),
        ("update data_state set version = 7", "data version is noted as 7"),
        ("delete from target where id in (select id from target limit 3)", "batch 1 brought"),
        (
            "update observation set segment_id = 99 where segment_id = 1",
            "of observation refer to no segment",
        ),
        ("update segment set code = 'xx' where code = 'bpu'", "segment bpu is missing"),
        ("update region_version set code = 'zz' where code = '15'", "region code"),
    ] {
        std::fs::copy(folder.path().join("cakupan.db"), &copy).unwrap();
        sqlite(&copy).batch_execute(&format!("pragma foreign_keys = off; {damage}")).unwrap();
        let check = run(folder.path(), &["check", "--database", "sqlite:copy.db"]);
        assert_refused(&check, "problems found");
        let report = text(&check.stdout);
        assert!(report.contains("PROBLEM") && report.contains(says), "{damage}: {report}");
    }
    let test = TestDb::postgres_published();
    let postgres = ["check", "--database", &test.url.to_string()];
    let check = run(folder.path(), &postgres);
    assert!(check.status.success(), "{}{}", text(&check.stdout), text(&check.stderr));
    test.pool
        .write(|c| Ok(diesel::sql_query("update shown set rounded = not rounded").execute(c)?))
        .unwrap();
    assert_refused(&run(folder.path(), &postgres), "problems found");
}

#[test]
fn serves_and_logs_each_request() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &["--log-format", "json", "--log", "debug"]);
    let answer = server.get("/metodologi");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Metodologi"), "{answer}");
    server.get("/metodologi");
    server.get("/tidak-ada");
    let mut broken = TcpStream::connect(&server.address).unwrap();
    broken.write_all(b"\0\r\n\r\n").unwrap();
    broken.read_to_end(&mut Vec::new()).unwrap();
    server.signal("-TERM");
    let (code, log) = server.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("ERROR"), "a client's fault is none of ours: {log}");
    let lines: Vec<&str> =
        log.lines().filter(|line| line.contains("\"target\":\"cakupan::request\"")).collect();
    assert_eq!(lines.len(), 3, "{log}");
    for (line, words) in lines.iter().zip([
        ["\"cache\":\"miss\"", "\"status\":200", "\"level\":\"INFO\""],
        ["\"cache\":\"hit\"", "\"status\":200", "\"level\":\"DEBUG\""],
        ["\"cache\":\"-\"", "\"status\":404", "\"level\":\"INFO\""],
    ]) {
        for word in words.into_iter().chain(["\"id\":\"", "\"method\":\"GET\"", "\"ms\":"]) {
            assert!(line.contains(word), "{word}: {line}");
        }
    }
}

#[test]
fn a_signal_ends_the_server_after_running_requests() {
    for signal in ["-TERM", "-INT"] {
        let test = TestDb::postgres_published();
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(folder.path(), &["--database", &test.url.to_string()]);
        // An idle connection must not hold it up.
        let mut idle = TcpStream::connect(&server.address).unwrap();
        idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        idle.read_exact(&mut [0; 12]).unwrap();

        let mut running = None;
        test.pool
            .write(|c| {
                // A page that is asked for now waits until this transaction ends.
                diesel::sql_query("lock table data_state in access exclusive mode").execute(c)?;
                let stream = running.insert(server.send("/metodologi"));
                std::thread::sleep(Duration::from_millis(300));
                server.signal(signal);
                stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
                assert!(stream.read(&mut [0]).is_err(), "neither an answer nor an end");
                Ok(())
            })
            .unwrap();
        let mut stream = running.unwrap();
        stream.set_read_timeout(None).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{signal}");
        let asked = Instant::now();
        let (code, log) = server.end();
        assert_eq!(code, Some(0), "{signal}: {log}");
        assert!(asked.elapsed() < Duration::from_secs(8), "{signal}: {:?}", asked.elapsed());
    }
}

#[test]
fn simulated_figures_go_into_an_empty_database_only() {
    let folder = tempfile::tempdir().unwrap();
    let small = ["simulate", "--months", "3", "--levels", "province,regency", "--seed", "7"];
    let output = run(folder.path(), &small);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("simulated "));
    assert_refused(&run(folder.path(), &small), "already holds figures");
    let check = run(folder.path(), &["check"]);
    assert!(text(&check.stdout).contains(", simulated,"), "{}", text(&check.stdout));
    assert!(check.status.success(), "{}", text(&check.stdout));
    let server = Server::start(folder.path(), &[]);
    assert!(server.get("/metodologi").contains("Data simulasi"));
}

/// Runs a command that reads a password.
fn with_input(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = cakupan(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has read anything.
    drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    child.wait_with_output().unwrap()
}

#[test]
fn accounts_are_added_listed_and_locked() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = TestDb::postgres_published();
    let url = postgres.url.to_string();
    assert!(run(folder.path(), &["migrate"]).status.success());
    for database in ["sqlite:cakupan.db", url.as_str()] {
        let user = |arguments: &[&str], input: &str| {
            let mut all = vec!["--database", database, "user"];
            all.extend(arguments);
            with_input(folder.path(), &all, input)
        };
        let password = "kuda besi makan langit\n";
        let siti = ["add", "Siti Rahma", "--login", "Siti@Kemendagri.go.id", "--role", "admin"];
        let added = user(&siti, password);
        assert_eq!(
            text(&added.stdout),
            "added siti@kemendagri.go.id, admin\n",
            "{}",
            text(&added.stderr)
        );
        let wayan =
            ["add", "Wayan", "--login", "wayan", "--role", "editor_daerah", "--region", "51"];
        assert!(user(&wayan, password).status.success());

        let add = |more: &[&str], input: &str, says: &str| {
            let mut all = vec!["add", "Lain", "--login", "lain"];
            all.extend(more);
            assert_refused(&user(&all, input), says);
        };
        assert_refused(&user(&siti, password), "an account with this login already");
        add(&["--role", "pembaca"], "pendek\n", "at least 12 characters");
        add(&["--role", "pembaca"], "password1234\n", "guessed first");
        add(&["--role", "pembaca"], "", "at least 12 characters");
        add(&["--role", "editor_daerah"], password, "needs a region");
        add(&["--role", "pembaca", "--region", "51"], password, "only a regional editor");
        add(&["--role", "editor_daerah", "--region", "99"], password, "no region 99");
        assert_eq!(user(&["add", "x", "--login", "x"], password).status.code(), Some(2));
        let unknown = user(&["add", "x", "--login", "xxx", "--role", "raja"], password);
        assert_eq!(unknown.status.code(), Some(2));
        assert!(text(&unknown.stderr).contains("editor_pusat"), "{}", text(&unknown.stderr));

        assert!(
            user(&["lock", "SITI@kemendagri.go.id"], "").status.success(),
            "even the last admin"
        );
        assert!(user(&["password", "wayan"], "tujuh gajah menyeberang\n").status.success());
        for command in ["lock", "unlock", "password"] {
            assert_refused(&user(&[command, "siapa"], ""), "no such account");
        }
        let list = user(&["list"], "");
        assert_eq!(
            text(&list.stdout),
            "siti@kemendagri.go.id\tadmin\t-\tlocked\t-\tSiti Rahma\n\
             wayan\teditor_daerah\t51\tactive\t-\tWayan\n"
        );
        assert!(user(&["unlock", "siti@kemendagri.go.id"], "").status.success());
        assert!(text(&user(&["list"], "").stdout).contains("admin\t-\tactive"));
        let check = run(folder.path(), &["check", "--database", database]);
        assert!(check.status.success(), "{}", text(&check.stdout));
    }
}

#[test]
fn private_pages_ask_for_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &["--private"]);
    assert!(server.get("/").starts_with("HTTP/1.1 303"));
    assert!(server.get("/masuk").starts_with("HTTP/1.1 200"));
    drop(server);
    for (value, status) in [("true", "303"), ("1", "303"), ("false", "200"), ("0", "200")] {
        let mut child = cakupan(folder.path(), &["--listen", "127.0.0.1:0"])
            .env("CAKUPAN_PRIVATE", value)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Cakupan siap di http://").unwrap().to_owned();
        let server = Server { child, address, log: None };
        assert!(server.get("/").starts_with(&format!("HTTP/1.1 {status}")), "{value}");
    }
}

const SHEET: &str = "kode,tanggal,Jml\n3171,30/11/2025,\"1,312\"\n";

#[test]
fn an_import_remembers_how_its_source_was_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("satu.csv"), SHEET).unwrap();
    std::fs::write(folder.path().join("dua.csv"), SHEET.replace("30/11", "31/12")).unwrap();
    let source = ["--segment", "total", "--source", "kiatnewskendari"];
    let answers = ["--codes", "bps", "--numbers", "english", "--column", "Jml=peserta"];
    let import = |file: &str, more: &[&str]| {
        run(folder.path(), &[&["import", file], &source[..], more].concat())
    };
    let first = import("satu.csv", &answers);
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stdout));
    assert_eq!(text(&first.stderr), "", "no bar where nobody looks");

    let without = import("dua.csv", &["--dry-run"]);
    assert_eq!(without.status.code(), Some(2));
    assert!(text(&without.stdout).contains("pakai lagi dengan --like-last-time"));
    let with = import("dua.csv", &["--like-last-time"]);
    assert_eq!(with.status.code(), Some(0), "{}", text(&with.stdout));
    let says = text(&with.stdout);
    assert!(
        says.starts_with("Dibaca seperti impor terakhir dari sumber kiatnewskendari"),
        "{says}"
    );
    let json = import("dua.csv", &["--like-last-time", "--json"]);
    assert!(text(&json.stdout).starts_with('{'), "one object and nothing else");
}

#[test]
fn findings_of_an_import_go_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.csv"), "kode,tanggal,peserta\n15.99,2025-11-30,1.312\n").unwrap();
    let import = |findings: &str| {
        let source = ["--segment", "total", "--source", "kiatnewskendari"];
        run(folder.path(), &[&["import", "a.csv", "--findings", findings], &source[..]].concat())
    };
    assert_eq!(import("temuan.csv").status.code(), Some(2));
    let list = std::fs::read_to_string(path("temuan.csv")).unwrap();
    assert!(list.contains("2,,kode,15.99,R10,tolak,") && list.contains(",R9,tolak,"), "{list}");
    assert_eq!(import("temuan.xlsx").status.code(), Some(2));
    assert!(std::fs::read(path("temuan.xlsx")).unwrap().starts_with(b"PK"));
    let refused = import("temuan.txt");
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("berakhiran .csv atau .xlsx"), "{:?}", refused.stderr);
}

#[test]
fn thresholds_of_a_file_count() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ambang.txt"), "# uji\npersen_tertulis = 0,5\n").unwrap();
    let sheet = "kode,tanggal,peserta,semesta,persen\n15.01,2025-11-30,1000,2000,\"50,3\"\n";
    std::fs::write(folder.path().join("a.csv"), sheet).unwrap();
    let import =
        ["import", "a.csv", "--dry-run", "--segment", "total", "--source", "kiatnewskendari"];
    assert_eq!(run(folder.path(), &import).status.code(), Some(2));
    let with = run(folder.path(), &[&["--rules", "ambang.txt"], &import[..]].concat());
    assert_eq!(with.status.code(), Some(0), "{}", text(&with.stdout));
    std::fs::write(folder.path().join("ambang.txt"), "\npersen = 0,5\n").unwrap();
    let mut command = cakupan(folder.path(), &import);
    let output = command.env("CAKUPAN_RULES", "ambang.txt").output().unwrap();
    assert_refused(&output, "ambang.txt: baris 2: ambang \"persen\" tidak dikenal");
}

#[test]
fn what_is_said_of_a_file_is_held_to_its_rules() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), "kode,tanggal,peserta\n15.01,2025-11-30,1000\n")
        .unwrap();
    let import = ["import", "a.csv", "--dry-run", "--segment", "total"];
    let new = ["--source", "baru-2026", "--source-publisher", "Dinas", "--source-title", "Surat"];
    let with = |more: &[&str]| run(folder.path(), &[&import[..], &new[..], more].concat());
    let local = ["--source-authority", "regional"];
    assert_eq!(with(&local).status.code(), Some(0), "{}", text(&with(&local).stdout));
    for address in ["javascript:alert(1)", "data:text/html,x", "http://x\"y z"] {
        let refused = with(&["--source-authority", "regional", "--source-url", address]);
        assert_eq!(refused.status.code(), Some(1), "{address}");
        assert!(text(&refused.stderr).contains("--source-url"), "{}", text(&refused.stderr));
    }
    let refused = with(&["--source-authority", "regional", "--accept", "."]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("paling sedikit 10 karakter"));
}
