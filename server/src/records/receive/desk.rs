//! How much is taken in at once: bytes in flight, and turns at the records.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most MiB of one body unless it is told (ux-and-safety.md 5.3).
const USUAL_MIB: u32 = 64;
/// The unit in which bytes in flight are counted: 1 KiB.
const UNIT: u64 = 1024;
/// What a body counts at least: 64 KiB, since the smallest one costs work, too.
const LEAST: u64 = 64 * 1024;
/// How many bodies are read into records at once. The embedded engine has one writer, so more would only wait there.
const TURNS: usize = 4;
/// How long a body may wait for its turn before the sender is asked to come back.
const TURN_AFTER: Duration = Duration::from_secs(30);

/// What one body over HTTP may be, and all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntakeLimits {
    /// The most bytes of one body, as it comes and again after unpacking.
    pub body: u64,
    /// The most bytes of all bodies that are in flight, packed and unpacked ones counted both.
    pub in_flight: u64,
}

impl IntakeLimits {
    /// So many MiB for a body, and so many for all in flight; else four times as many as for one.
    fn of_mib(body: u32, in_flight: Option<u32>) -> Self {
        let body = u64::from(body) * 1024 * 1024;
        let in_flight = in_flight.map_or(4 * body, |mib| u64::from(mib) * 1024 * 1024).max(body);
        Self { body, in_flight }
    }
}

impl Default for IntakeLimits {
    fn default() -> Self {
        Self::of_mib(USUAL_MIB, None)
    }
}

/// What the operator said of these limits, where they said anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::Args)]
pub struct ToldIntake {
    /// The most MiB of one body that an organisation sends, before and after unpacking [default: 64]
    #[arg(long, env = "COMMONWEAL_INTAKE_LIMIT", value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..=MOST_MIB))]
    pub intake_limit: Option<u32>,
    /// The most MiB of all such bodies at once; beyond it senders are asked to come back [default: 4 times the limit]
    #[arg(long, env = "COMMONWEAL_INTAKE_BUDGET", value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..))]
    pub intake_budget: Option<u32>,
}

/// The most that `--intake-limit` takes: what a file may have.
const MOST_MIB: i64 = 512;

impl ToldIntake {
    /// These limits, and the file's where these say nothing, and the usual ones where neither does.
    ///
    /// # Errors
    /// The key of the file and what was expected of it. (Flags were checked when they were read.)
    pub fn over(&self, file: &Self) -> Result<IntakeLimits, (&'static str, &'static str)> {
        if file.intake_limit.is_some_and(|mib| mib == 0 || i64::from(mib) > MOST_MIB) {
            return Err(("intake-limit", "expected a number of MiB from 1 to 512"));
        }
        if file.intake_budget == Some(0) {
            return Err(("intake-budget", "expected a number of MiB from 1"));
        }
        let limit = self.intake_limit.or(file.intake_limit).unwrap_or(USUAL_MIB);
        Ok(IntakeLimits::of_mib(limit, self.intake_budget.or(file.intake_budget)))
    }
}

/// Where bodies are handed in.
#[derive(Debug)]
pub struct IntakeDesk {
    limits: IntakeLimits,
    room: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// Why a body is not taken now, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// It is larger than any body may be.
    TooLarge,
    /// It unpacks to more than any body may be.
    UnpacksTooLarge,
    /// There is no room for it now.
    NoRoom,
    /// Too many others are before it.
    NoTurn,
}

impl IntakeDesk {
    /// A desk with these limits.
    pub fn new(limits: IntakeLimits) -> Self {
        let units = usize::try_from(limits.in_flight.div_ceil(UNIT)).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            limits,
            room: Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))),
            turns: Arc::new(Semaphore::new(TURNS)),
        }
    }

    /// What one body may be, and all together.
    pub(super) const fn limits(&self) -> &IntakeLimits {
        &self.limits
    }

    /// Makes room for a body of so many bytes, where its head says how many they are.
    pub(super) fn admit(&self, declared: Option<u64>) -> Result<Ticket, Full> {
        let mut ticket = Ticket { limits: self.limits, room: Arc::clone(&self.room), held: None, units: 0 };
        let declared = declared.unwrap_or(0);
        if declared > self.limits.body {
            return Err(Full::TooLarge);
        }
        ticket.hold(declared.max(LEAST))?;
        Ok(ticket)
    }

    /// Waits for a turn at the records.
    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit, Full> {
        let turn = tokio::time::timeout(TURN_AFTER, Arc::clone(&self.turns).acquire_owned()).await;
        turn.map_err(|_| Full::NoTurn)?.map_err(|_| Full::NoTurn)
    }
}

/// The room that one body takes; it is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Ticket {
    limits: IntakeLimits,
    room: Arc<Semaphore>,
    held: Option<OwnedSemaphorePermit>,
    units: u64,
}

impl Ticket {
    /// What the body may be.
    pub(super) const fn limits(&self) -> &IntakeLimits {
        &self.limits
    }

    /// Holds room for so many bytes in all.
    pub(super) fn hold(&mut self, bytes: u64) -> Result<(), Full> {
        let more = bytes.div_ceil(UNIT).saturating_sub(self.units);
        if more == 0 {
            return Ok(());
        }
        let permits = u32::try_from(more).map_err(|_| Full::NoRoom)?;
        let got = Arc::clone(&self.room).try_acquire_many_owned(permits).map_err(|_| Full::NoRoom)?;
        match &mut self.held {
            Some(held) => held.merge(got),
            None => self.held = Some(got),
        }
        self.units += more;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_held_once_and_given_back() {
        let limits = IntakeLimits { body: 300 * 1024, in_flight: 300 * 1024 };
        let desk = IntakeDesk::new(limits);
        assert_eq!(desk.admit(Some(300 * 1024 + 1)).err(), Some(Full::TooLarge));
        let mut one = desk.admit(Some(200 * 1024)).expect("there is room");
        one.hold(200 * 1024).expect("it has that already");
        assert_eq!(desk.admit(Some(150 * 1024)).err(), Some(Full::NoRoom));
        let small = desk.admit(None).expect("a small one has room");
        assert_eq!(one.hold(300 * 1024), Err(Full::NoRoom), "the small one is in its way");
        drop(small);
        one.hold(300 * 1024).expect("now there is room");
        drop(one);
        assert_eq!(desk.room.available_permits(), 300);
    }

    #[test]
    fn there_is_always_room_for_one_body_of_the_largest_size() {
        let limits = IntakeLimits::of_mib(8, Some(2));
        assert_eq!((limits.body, limits.in_flight), (8 << 20, 8 << 20));
        assert_eq!(IntakeLimits::default().in_flight, 256 << 20);
    }

    #[test]
    fn a_flag_outranks_the_file_and_the_file_the_usual() {
        let flag = ToldIntake { intake_limit: Some(2), intake_budget: None };
        let file = ToldIntake { intake_limit: Some(3), intake_budget: Some(5) };
        let limits = flag.over(&file).expect("limits");
        assert_eq!((limits.body, limits.in_flight), (2 << 20, 5 << 20));
        assert_eq!(flag.over(&ToldIntake::default()).expect("limits").in_flight, 8 << 20);
        for (wrong, key) in [
            (ToldIntake { intake_limit: Some(513), ..file }, "intake-limit"),
            (ToldIntake { intake_budget: Some(0), ..file }, "intake-budget"),
        ] {
            assert_eq!(flag.over(&wrong).expect_err("refused").0, key);
        }
    }
}
