//! The whole application on a real port, and a small HTTP client that can also send nonsense.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{HttpServer, web};
use cakupan::db::Pool;
use cakupan::web::{Settings, State, app};

/// A running application; stops when dropped.
pub struct TestApp {
    /// Its state, for `refresh` and a look into the cache.
    pub state: State,
    address: SocketAddr,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

/// A response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl TestApp {
    /// Serves a database.
    pub fn start(pool: &Pool) -> Self {
        Self::start_with(pool, |_| {})
    }

    /// Serves a database, with routes for the test beside those of the application.
    pub fn start_with(
        pool: &Pool,
        routes: impl FnOnce(&mut web::ServiceConfig) + Clone + Send + 'static,
    ) -> Self {
        Self::serve(State::new(pool.clone()).unwrap(), routes)
    }

    /// Serves a database to whom the settings let in.
    #[allow(dead_code, reason = "not every test program lets people in")]
    pub fn start_as(pool: &Pool, settings: Settings) -> Self {
        Self::serve(State::with(pool.clone(), settings).unwrap(), |_| {})
    }

    fn serve(
        state: State,
        routes: impl FnOnce(&mut web::ServiceConfig) + Clone + Send + 'static,
    ) -> Self {
        let (sender, receiver) = mpsc::channel();
        let shared = state.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(move || app(shared.clone()).configure(routes.clone()))
                    .workers(2)
                    .shutdown_timeout(5)
                    .disable_signals()
                    .bind(("127.0.0.1", 0))
                    .unwrap();
                let address = server.addrs()[0];
                let server = server.run();
                sender.send((address, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (address, server) = receiver.recv().unwrap();
        Self { state, address, server, thread: Some(thread) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Asks it to stop, as a signal does, and waits until it has.
    pub fn stop(&self) {
        actix_web::rt::System::new().block_on(self.server.stop(true));
    }

    /// GET, accepting plain bytes only.
    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[])
    }

    /// Any request with a path as it stands.
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n");
        for (name, value) in headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        text.push_str("\r\n");
        self.raw(text.as_bytes())
    }

    /// POST of a form.
    #[allow(dead_code, reason = "not every test program sends forms")]
    pub fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut text = format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-length: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\n",
            body.len()
        );
        for (name, value) in headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        self.raw(format!("{text}\r\n{body}").as_bytes())
    }

    /// POST of a body of any kind.
    #[allow(dead_code, reason = "not every test program sends files")]
    pub fn post_bytes(
        &self,
        path: &str,
        kind: &str,
        body: &[u8],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut text = format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-length: {}\r\n\
             content-type: {kind}\r\n",
            body.len()
        );
        for (name, value) in headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        bytes.extend(body);
        self.raw(&bytes)
    }

    /// Any bytes at all.
    pub fn raw(&self, request: &[u8]) -> Answer {
        raw(self.address, request)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            // A panic in there has already failed the request that saw it.
            drop(thread.join());
        }
    }
}

/// Sends bytes to an address and reads the response to its end.
pub fn raw(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no response: {:?}", String::from_utf8_lossy(&bytes)));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: bytes[end + 4..].to_vec() }
}

impl Answer {
    /// A header; fails when it stands there twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(other, _)| other == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} stands there twice");
        value
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body with its content encoding undone.
    pub fn decoded(&self) -> String {
        let mut text = String::new();
        match self.header("content-encoding") {
            None => text.push_str(self.text()),
            Some("br") => {
                brotli::Decompressor::new(&self.body[..], 4096).read_to_string(&mut text).unwrap();
            }
            Some("gzip") => {
                flate2::read::GzDecoder::new(&self.body[..]).read_to_string(&mut text).unwrap();
            }
            Some(other) => panic!("content-encoding {other}"),
        }
        text
    }
}
