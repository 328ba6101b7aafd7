use std::time::Duration;

use commonweal_shared::api;
use commonweal_shared::problem::Problem;
use commonweal_tests::TestServer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// After this long a test gives up on the server: what is tested takes a fraction of it.
const GIVE_UP: Duration = Duration::from_secs(20);

/// A connection by hand: for clients that do what no library does.
#[derive(Debug)]
pub(super) struct Wire(TcpStream);

/// An answer as it came.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    head: String,
    pub(super) body: Vec<u8>,
}

impl Reply {
    /// A header's value; its name in small letters, as the server writes it.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The body as a problem of the same status.
    #[track_caller]
    pub(super) fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.head);
        let problem: Problem = serde_json::from_slice(&self.body).expect("a problem is JSON");
        assert_eq!(problem.status, self.status);
        problem
    }
}

impl Wire {
    pub(super) async fn to(server: &TestServer) -> Self {
        Self::with_window(server, None).await
    }

    /// A connection whose system keeps no more than about so many bytes that were not read.
    pub(super) async fn with_window(server: &TestServer, window: Option<u32>) -> Self {
        let address = server.url.trim_start_matches("http://").parse().expect("an address");
        let socket = TcpSocket::new_v4().expect("a socket");
        if let Some(window) = window {
            socket.set_recv_buffer_size(window).expect("a size");
        }
        Self(socket.connect(address).await.expect("the server listens"))
    }

    /// Sends so much. That the other side may have closed by now is part of the story.
    pub(super) async fn send(&mut self, text: impl AsRef<[u8]>) -> bool {
        self.0.write_all(text.as_ref()).await.is_ok()
    }

    /// Reads one answer with its body; `None` when the connection was closed instead.
    pub(super) async fn reply(&mut self) -> Option<Reply> {
        let mut read = Vec::new();
        let head_ends = loop {
            if let Some(at) = read.windows(4).position(|end| end == b"\r\n\r\n") {
                break at + 4;
            }
            self.more(&mut read).await?;
        };
        let head = String::from_utf8(read[..head_ends].to_vec()).expect("a head is text");
        let mut reply = Reply { status: head[9..12].parse().expect("a status"), head, body: read.split_off(head_ends) };
        let length = reply.header("content-length").map_or(0, |length| length.parse().expect("a length"));
        while reply.body.len() < length {
            self.more(&mut reply.body).await?;
        }
        Some(reply)
    }

    /// Reads a head whose body does not follow.
    pub(super) async fn head(&mut self) -> Option<String> {
        let mut read = Vec::new();
        while !read.ends_with(b"\r\n\r\n") {
            self.more(&mut read).await?;
        }
        String::from_utf8(read).ok()
    }

    async fn more(&mut self, read: &mut Vec<u8>) -> Option<()> {
        let mut piece = [0; 16 * 1024];
        let found = tokio::time::timeout(GIVE_UP, self.0.read(&mut piece)).await.expect("the server hangs");
        let found = found.ok().filter(|found| *found > 0)?;
        read.extend_from_slice(&piece[..found]);
        Some(())
    }

    /// Reads until the server closes the connection, and says how much came.
    pub(super) async fn until_closed(&mut self) -> usize {
        self.all_until_closed().await.len()
    }

    /// Reads all that comes until the server closes the connection.
    pub(super) async fn all_until_closed(&mut self) -> Vec<u8> {
        let mut read = Vec::new();
        while self.more(&mut read).await.is_some() {}
        read
    }
}

/// A request without a body.
pub(super) fn asking(method: &str, path: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nhost: a.example\r\n\r\n")
}

/// The head of a sign-in whose body will have so many bytes: a request on which the server waits for its body.
pub(super) fn half_a_sign_in(length: usize) -> String {
    format!(
        "POST /api/session HTTP/1.1\r\nhost: a.example\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
}

/// A body for it, of somebody who is not known here.
pub(super) const A_SIGN_IN: &str = r#"{"login":"nobody","password":"nothing"}"#;

/// Waits until the server works on so many requests besides the one that asks for this.
pub(super) async fn arrived(server: &TestServer, requests: usize) {
    let expected = format!("\ncommonweal_http_requests_in_flight {}\n", requests + 1);
    for _ in 0..2_000 {
        if server.anon().get(api::METRICS).await.expect(200).text().contains(&expected) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{requests} requests did not arrive");
}
