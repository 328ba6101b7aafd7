//! The program itself, ended by signals as a service manager does it.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// After this long a test gives up on the program.
const GIVE_UP: Duration = Duration::from_secs(30);

struct Program {
    child: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Program {
    fn start(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_commonweal"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path())
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on http://").expect("where it listens").to_owned();
        Self { child, address, _folder: folder }
    }

    fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
    }

    fn status(&mut self) -> ExitStatus {
        let from = Instant::now();
        while from.elapsed() < GIVE_UP {
            if let Some(status) = self.child.try_wait().expect("the program is ours") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the program does not end");
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(GIVE_UP)).expect("a time");
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    fn ready(&self) -> u16 {
        self.get("/readyz")[9..12].parse().expect("a status")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_signal_ends_it_in_order_after_what_has_begun() {
    let mut program = Program::start(&[]);
    let _idle = program.connect();
    let body = r#"{"login":"nobody","password":"nothing"}"#;
    let mut begun = program.connect();
    let head = "POST /api/session HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 39\r\n\r\n";
    assert_eq!(body.len(), 39);
    begun.write_all(head.as_bytes()).expect("sent");
    let from = Instant::now();
    while !program.get("/metrics").contains("\ncommonweal_http_requests_in_flight 2\n") {
        assert!(from.elapsed() < GIVE_UP, "its head does not arrive");
    }
    program.terminate();
    std::thread::sleep(Duration::from_millis(200));
    begun.write_all(body.as_bytes()).expect("sent");
    let mut answer = String::new();
    begun.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert_eq!(program.status().code(), Some(0));
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let mut program = Program::start(&["--drain-seconds", "600"]);
    assert_eq!(program.ready(), 200);
    program.terminate();
    let from = Instant::now();
    while program.ready() == 200 {
        assert!(from.elapsed() < GIVE_UP, "it does not say that it ends");
    }
    program.terminate();
    assert_eq!(program.status().code(), Some(130));
}
