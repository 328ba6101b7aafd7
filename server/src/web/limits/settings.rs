use std::time::Duration;

/// The limits of one run of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests that are worked on at once; one more is answered 503.
    pub requests: u32,
    /// Connections that are open at once; one more is answered 503 and closed.
    pub connections: u32,
    /// How long a client may take for its request's head, and how long a connection may stay idle.
    pub head: Duration,
    /// How long a body that comes in, or an answer that goes out, may stand still; below 1 KiB a second it counts as
    /// standing still.
    pub pause: Duration,
    /// How long a request may take, all in all. Taking data in over HTTP is exempt.
    pub request: Duration,
    /// How long the server still takes requests after it was told to end, while `/readyz` says that it ends.
    pub drain: Duration,
    /// How long answers that have begun may take when the server ends.
    pub end: Duration,
    /// How often something may be asked.
    pub rates: Rates,
}

/// How often something may be asked; `None` is as often as anybody likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Requests of one person who is signed in.
    pub user: Option<Rate>,
    /// Requests to the API from one address. Everybody in a hospital may share one.
    pub address: Option<Rate>,
    /// Searches for people, by one person.
    pub search: Option<Rate>,
    /// Relationships that one person claims.
    pub claim: Option<Rate>,
    /// Attempts to sign in, of everybody together: each costs the server a tenth of a second.
    pub sign_in: Option<Rate>,
}

/// So many at once, and one more after each interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Microseconds after which one more may come.
    pub(super) every: i64,
    /// How many may come at once after a rest.
    pub(super) burst: i64,
}

impl Rate {
    /// `amount` in so many seconds, and `burst` at once after a rest. None of either is no limit.
    pub const fn new(amount: u32, seconds: u32, burst: u32) -> Option<Self> {
        if amount == 0 || burst == 0 {
            return None;
        }
        let every = seconds as i64 * 1_000_000 / amount as i64;
        Some(Self { every: if every > 0 { every } else { 1 }, burst: burst as i64 })
    }

    /// So many a second, and five seconds' worth at once: a page that loads asks for much at a time.
    pub const fn a_second(amount: u32) -> Option<Self> {
        Self::new(amount, 1, amount.saturating_mul(5))
    }

    /// So many a minute, all of them at once if need be.
    pub const fn a_minute(amount: u32) -> Option<Self> {
        Self::new(amount, 60, amount)
    }

    /// So many an hour, all of them at once if need be.
    pub const fn an_hour(amount: u32) -> Option<Self> {
        Self::new(amount, 3_600, amount)
    }
}

impl Rates {
    /// No limits: for measuring, and for tests of something else.
    pub const NONE: Self = Self { user: None, address: None, search: None, claim: None, sign_in: None };
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            user: Rate::a_second(50),
            address: Rate::a_second(1_000),
            search: Rate::a_minute(60),
            claim: Rate::an_hour(60),
            sign_in: Rate::a_second(20),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: 512,
            connections: 4_096,
            head: Duration::from_secs(30),
            pause: Duration::from_secs(20),
            request: Duration::from_secs(30),
            drain: Duration::ZERO,
            end: Duration::from_secs(25),
            rates: Rates::default(),
        }
    }
}
