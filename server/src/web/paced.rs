use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::pace::Pace;

/// Why a body could not be read to its end: the client sent too little for too long.
#[derive(Debug, thiserror::Error)]
#[error("the body came too slowly")]
pub struct TooSlow;

/// A request's body whose client must keep sending.
pub(super) struct PacedBody<B> {
    body: B,
    pace: Pace,
}

impl<B> PacedBody<B> {
    pub(super) const fn new(body: B, pause: Duration) -> Self {
        Self { body, pace: Pace::new(pause) }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for PacedBody<B>
where
    B::Error: Into<axum::BoxError>,
{
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_frame(cx) {
            Poll::Ready(frame) => {
                let bytes = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref().map(Bytes::len));
                this.pace.moved(bytes.unwrap_or(0));
                Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
            }
            Poll::Pending => this.pace.poll_too_slow(cx).map(|()| Some(Err(TooSlow.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// What a connection does at this moment, shared by those who read, work and write on it.
#[derive(Debug)]
pub(super) struct Activity {
    begun: Instant,
    requests: AtomicUsize,
    /// Whether the client has yet to take what was written.
    writing: AtomicBool,
    /// Milliseconds after the beginning at which something was last done.
    last: AtomicU64,
}

impl Activity {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            begun: Instant::now(),
            requests: AtomicUsize::new(0),
            writing: AtomicBool::new(false),
            last: AtomicU64::new(0),
        })
    }

    /// A request is worked on, until what this answers is dropped.
    pub(super) fn request(self: &Arc<Self>) -> Busy {
        self.requests.fetch_add(1, Ordering::SeqCst);
        Busy(Arc::clone(self))
    }

    /// Something is done on it at this moment.
    pub(super) fn touch(&self) {
        self.last.store(u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX), Ordering::SeqCst);
    }

    /// From when on it is idle for so long, unless something is done until then.
    pub(super) fn idle_at(&self, idle: Duration) -> Instant {
        let last = self.begun + Duration::from_millis(self.last.load(Ordering::SeqCst));
        let busy = self.requests.load(Ordering::SeqCst) > 0 || self.writing.load(Ordering::SeqCst);
        if busy { Instant::now() + idle } else { last + idle }
    }
}

/// A request that is worked on.
pub(super) struct Busy(Arc<Activity>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.touch();
        self.0.requests.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A connection whose client must keep taking what is answered.
pub(super) struct PacedIo<IO> {
    io: IO,
    pace: Pace,
    activity: Arc<Activity>,
}

impl<IO> PacedIo<IO> {
    pub(super) const fn new(io: IO, pause: Duration, activity: Arc<Activity>) -> Self {
        Self { io, pace: Pace::new(pause), activity }
    }

    fn written<T>(
        &mut self,
        cx: &mut Context<'_>,
        poll: Poll<io::Result<T>>,
        bytes: fn(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        match poll {
            Poll::Ready(result) => {
                self.pace.moved(result.as_ref().map_or(0, bytes));
                self.activity.writing.store(false, Ordering::SeqCst);
                self.activity.touch();
                Poll::Ready(result)
            }
            Poll::Pending => {
                self.activity.writing.store(true, Ordering::SeqCst);
                self.pace.poll_too_slow(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for PacedIo<IO> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_read(cx, buf)
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for PacedIo<IO> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let poll = Pin::new(&mut this.io).poll_write(cx, buf);
        this.written(cx, poll, |bytes| *bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let poll = Pin::new(&mut this.io).poll_write_vectored(cx, bufs);
        this.written(cx, poll, |bytes| *bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Of a plain socket a flush is ready at once; one over TLS still writes. That no bytes move is no activity.
        let this = self.get_mut();
        match Pin::new(&mut this.io).poll_flush(cx) {
            Poll::Ready(result) => {
                this.pace.moved(0);
                this.activity.writing.store(false, Ordering::SeqCst);
                Poll::Ready(result)
            }
            Poll::Pending => this.pace.poll_too_slow(cx).map(|()| Err(io::ErrorKind::TimedOut.into())),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let poll = Pin::new(&mut this.io).poll_shutdown(cx);
        this.written(cx, poll, |()| 0)
    }
}
