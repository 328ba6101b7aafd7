//! A request's body on its way into memory: never more of it than the limits say, packed or unpacked.

use std::io::Read as _;
use std::time::{Duration, Instant};

use axum::body::Body;
use futures::StreamExt as _;

use super::desk::{Full, Ticket};

/// How long all of a body may take to arrive, since it takes up room: ten minutes. (That it keeps coming is seen to for
/// all bodies alike, in `web`.)
const LONGEST: Duration = Duration::from_secs(600);
/// How much is unpacked before room is made for more.
const STEP: u64 = 256 * 1024;

/// Why a body could not be had.
#[derive(Debug)]
pub(super) enum BadBody {
    /// There is no room for it.
    Full(Full),
    /// It took too long to arrive.
    TooSlow,
    /// The connection ended, or what came was no body.
    Broken(axum::Error),
    /// It begins as gzip and can't be unpacked.
    NotGzip(std::io::Error),
    /// It is packed twice.
    PackedTwice,
}

impl From<Full> for BadBody {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}

/// Reads a body to its end, as long as there is room for it.
pub(super) async fn read(body: Body, declared: Option<u64>, ticket: &mut Ticket) -> Result<Vec<u8>, BadBody> {
    let mut bytes = Vec::with_capacity(declared.and_then(|length| usize::try_from(length).ok()).unwrap_or(0));
    let mut stream = body.into_data_stream();
    let begun = Instant::now();
    loop {
        let patience = LONGEST.saturating_sub(begun.elapsed());
        let next = tokio::time::timeout(patience, stream.next()).await.map_err(|_| BadBody::TooSlow)?;
        let Some(chunk) = next else { return Ok(bytes) };
        let chunk = chunk.map_err(BadBody::Broken)?;
        let length = length_of(&bytes) + length_of(&chunk);
        if length > ticket.limits().body {
            return Err(Full::TooLarge.into());
        }
        ticket.hold(length)?;
        bytes.extend_from_slice(&chunk);
    }
}

/// Unpacks a body where it begins as gzip; work for a thread that may block.
pub(super) fn unpack(bytes: Vec<u8>, ticket: &mut Ticket) -> Result<Vec<u8>, BadBody> {
    if !is_gzip(&bytes) {
        return Ok(bytes);
    }
    let packed = length_of(&bytes);
    let most = ticket.limits().body;
    let mut out = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes.as_slice());
    loop {
        let before = out.len();
        let step = reader.by_ref().take(STEP).read_to_end(&mut out);
        step.map_err(BadBody::NotGzip)?;
        if length_of(&out) > most {
            return Err(Full::UnpacksTooLarge.into());
        }
        ticket.hold(packed + length_of(&out))?;
        if out.len() == before {
            return if is_gzip(&out) { Err(BadBody::PackedTwice) } else { Ok(out) };
        }
    }
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

fn length_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::records::receive::desk::{IntakeDesk, IntakeLimits};

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    }

    fn ticket(body: u64) -> Ticket {
        let limits = IntakeLimits { body, in_flight: 4 * body };
        IntakeDesk::new(limits).admit(None).expect("there is room")
    }

    #[test]
    fn what_is_packed_is_unpacked_up_to_the_limit_and_no_further() {
        let mib = 1 << 20;
        let mut ticket = ticket(mib);
        assert_eq!(unpack(b"{}".to_vec(), &mut ticket).expect("plain"), b"{}");
        let text = vec![b' '; 1 << 20];
        assert_eq!(unpack(packed(&text), &mut ticket).expect("just small enough"), text);
        let bomb = unpack(packed(&vec![b' '; 50 << 20]), &mut ticket).expect_err("a bomb");
        assert!(matches!(bomb, BadBody::Full(Full::UnpacksTooLarge)), "{bomb:?}");
    }

    #[test]
    fn what_is_packed_badly_or_twice_is_refused() {
        let mut ticket = ticket(1 << 20);
        let good = packed(b"{\"resourceType\": \"Patient\"}");
        let cut = unpack(good[..good.len() - 4].to_vec(), &mut ticket).expect_err("cut short");
        assert!(matches!(cut, BadBody::NotGzip(_)), "{cut:?}");
        let twice = unpack(packed(&good), &mut ticket).expect_err("packed twice");
        assert!(matches!(twice, BadBody::PackedTwice), "{twice:?}");
    }
}
