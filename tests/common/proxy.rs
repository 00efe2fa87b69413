//! A way to a server on which everything can come to a standstill without a connection being closed.

#![allow(dead_code, reason = "each test program uses its own part of this file")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Passes bytes on between whoever connects and a server; its threads end with the connections.
pub struct Proxy {
    address: SocketAddr,
    /// Connections before this one stand still.
    moving_from: Arc<AtomicUsize>,
    made: Arc<AtomicUsize>,
}

impl Proxy {
    /// A proxy in front of a server.
    pub fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (moving_from, made) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (from, count) = (moving_from.clone(), made.clone());
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(server).unwrap());
                let number = count.fetch_add(1, Ordering::SeqCst);
                let ends = (client.try_clone().unwrap(), server.try_clone().unwrap());
                pass(ends.0, ends.1, number, from.clone());
                pass(server, client, number, from.clone());
            }
        });
        Self { address, moving_from, made }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Nothing is passed on from now on, or everything again.
    pub fn stand_still(&self, still: bool) {
        self.moving_from.store(if still { usize::MAX } else { 0 }, Ordering::SeqCst);
    }

    /// Nothing is passed on over the connections of now; new ones work.
    pub fn forget_connections(&self) {
        self.moving_from.store(self.made.load(Ordering::SeqCst), Ordering::SeqCst);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, number: usize, moving_from: Arc<AtomicUsize>) {
    std::thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            while number < moving_from.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(20));
            }
            if to.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        drop(to.shutdown(std::net::Shutdown::Both));
    });
}
