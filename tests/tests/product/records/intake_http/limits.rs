//! How much is taken: never more than the limits say, and never a hang.

use std::io::Write as _;
use std::time::Duration;

use commonweal_server::records::IntakeLimits;
use commonweal_tests::{Engine, Invented, Options, run};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{BUNDLE, House, SOURCE, path};

const MIB: u64 = 1 << 20;

/// A server that takes one MiB at once, and so much in all.
async fn small_house(in_flight: u64) -> House {
    let intake = IntakeLimits { body: MIB, in_flight };
    House::open_with(Engine::Sqlite, Options { intake, ..Options::default() }).await
}

/// A connection on which a request's head was sent, and nothing of its body.
async fn begin(house: &House, length: &str) -> TcpStream {
    let address = house.server.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let (path, credential) = (path(SOURCE), &house.credential);
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {credential}\r\n\
         content-type: {BUNDLE}\r\n{length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("a head is taken");
    stream
}

/// The answer's first bytes, as far as they come within ten seconds.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 16 * 1024];
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut bytes)).await;
    let length = read.expect("an answer comes").expect("the connection is open");
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

fn bundle() -> String {
    Invented::new("una-1", "000001", "Holloway", "1950-05-05").bundle("2026-03-01", &[])
}

#[test]
fn a_body_that_is_said_to_be_too_large_is_refused_before_it_comes() {
    run(async {
        let house = small_house(4 * MIB).await;
        let mut stream = begin(&house, &format!("content-length: {}", MIB + 1)).await;
        let refused = answer(&mut stream).await;
        assert!(refused.starts_with("HTTP/1.1 413 "), "{refused}");
        assert!(
            refused.contains("The body has more than 1 MiB, which is the most that is taken at once."),
            "{refused}"
        );
        let just = format!("{}{}", bundle(), " ".repeat(1 << 20));
        house.send(BUNDLE, &just.as_bytes()[..1 << 20]).await.expect(200);
        house.send(BUNDLE, &just.as_bytes()[..(1 << 20) + 1]).await.expect(413);
    });
}

#[test]
fn a_stream_is_cut_off_at_the_limit() {
    run(async {
        let house = small_house(4 * MIB).await;
        let mut stream = begin(&house, "transfer-encoding: chunked").await;
        let chunk = format!("{:x}\r\n{}\r\n", 64 * 1024, " ".repeat(64 * 1024));
        let mut sent = 0;
        // Ten times as much as the limit, as far as somebody takes it.
        for _ in 0..160 {
            if stream.write_all(chunk.as_bytes()).await.is_err() {
                break;
            }
            sent += 64 * 1024;
        }
        assert!(sent >= MIB, "{sent} bytes were taken");
        let refused = answer(&mut stream).await;
        assert!(refused.starts_with("HTTP/1.1 413 "), "{refused}");
        house.send(BUNDLE, bundle()).await.expect(200);
    });
}

#[test]
fn a_bomb_is_unpacked_to_the_limit_and_no_further() {
    run(async {
        let house = small_house(4 * MIB).await;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        for _ in 0..300 {
            encoder.write_all(&vec![b' '; 1 << 20]).expect("packed");
        }
        let bomb = encoder.finish().expect("packed");
        assert!((bomb.len() as u64) < MIB, "{} bytes", bomb.len());
        let refused = house.send(BUNDLE, bomb).await.expect(413);
        assert_eq!(
            refused.problem().title,
            "The body unpacks to more than 1 MiB, which is the most that is taken at once."
        );
        house.send(BUNDLE, bundle()).await.expect(200);
    });
}

#[test]
fn when_there_is_no_room_the_sender_is_asked_to_come_back_at_once() {
    run(async {
        let house = small_house(MIB).await;
        // It is let in, takes all the room, and sends nothing.
        let mut slow = begin(&house, &format!("content-length: {MIB}\r\nexpect: 100-continue")).await;
        let go_on = answer(&mut slow).await;
        assert!(go_on.starts_with("HTTP/1.1 100 "), "{go_on}");
        let refused = house.send(BUNDLE, bundle()).await.expect(503);
        assert_eq!(refused.problem().r#type, "no-room");
        assert_eq!(refused.header("retry-after"), Some("5"));
        drop(slow);
        for _ in 0..200 {
            match house.send(BUNDLE, bundle()).await {
                taken if taken.status == 200 => return,
                still => drop(still.expect(503)),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the room of a sender who went away is not free again");
    });
}
