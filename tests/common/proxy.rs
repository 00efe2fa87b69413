//! A way to a server on which everything can come to a standstill without a connection being closed.

#![allow(dead_code, reason = "each test program uses its own part of this file")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Passes bytes on between whoever connects and a server; its threads end with the connections.
pub struct Proxy {
    address: SocketAddr,
    still: Arc<AtomicBool>,
}

impl Proxy {
    /// A proxy in front of a server.
    pub fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let still = Arc::new(AtomicBool::new(false));
        let shared = still.clone();
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(server).unwrap());
                pass(client.try_clone().unwrap(), server.try_clone().unwrap(), shared.clone());
                pass(server, client, shared.clone());
            }
        });
        Self { address, still }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Nothing is passed on from now on, or everything again.
    pub fn stand_still(&self, still: bool) {
        self.still.store(still, Ordering::SeqCst);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, still: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            while still.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(20));
            }
            if to.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        drop(to.shutdown(std::net::Shutdown::Both));
    });
}
