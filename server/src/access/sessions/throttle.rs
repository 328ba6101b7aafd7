use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use commonweal_shared::time::Moment;

use crate::web::ClientAddress;

/// How many failures one sign-in name may have from one address before it must wait.
const FAILURES: u32 = 5;
/// How many one address may have over all names: guessing one pass phrase for many names.
const FAILURES_PER_ADDRESS: u32 = 50;
/// How long it must wait, and after how long failures are forgotten: 15 minutes, in microseconds.
const WAIT: i64 = 15 * 60 * 1_000_000;
/// How many counts are kept at most.
const KEPT: usize = 20_000;
/// Seconds to wait when not one more can be kept.
const WAIT_FOR_ROOM: u32 = 60;

/// Slows down guessing at sign-ins (ASVS 5.0 6.3.1): counts failures per name and address, and per address, in memory.
///
/// The name alone is never locked, so that nobody can lock somebody else out from elsewhere. How many may try at all,
/// from everywhere together, is [`Turn::SignIn`](crate::web::Turn::SignIn).
#[derive(Debug, Default)]
pub struct SignInThrottle {
    failures: Mutex<Failures>,
}

/// How often, and when last.
type Failures = HashMap<(String, ClientAddress), (u32, Moment)>;

impl SignInThrottle {
    /// Begins an attempt, if one may be made now; else the seconds to wait.
    ///
    /// It counts as a failure from now on, so that a thousand at once are not all let through before the first has
    /// failed; until it turns out to be none.
    pub(super) fn attempt(&self, login: &str, address: ClientAddress, now: Moment) -> Result<Attempt<'_>, u32> {
        let address = address.network();
        let mut failures = self.failures();
        let wait = [(login, FAILURES), ("", FAILURES_PER_ADDRESS)].into_iter().filter_map(|(login, most)| {
            let (count, last) = failures.get(&(login.to_owned(), address))?;
            let left = last.as_micros() + WAIT - now.as_micros();
            (*count >= most && left > 0).then_some(left)
        });
        if let Some(left) = wait.max() {
            return Err(u32::try_from(left / 1_000_000 + 1).unwrap_or(u32::MAX));
        }
        make_room(&mut failures, now);
        if failures.len() >= KEPT {
            return Err(WAIT_FOR_ROOM);
        }
        for login in [login, ""] {
            let (count, last) = failures.entry((login.to_owned(), address)).or_insert((0, now));
            if now.as_micros() - last.as_micros() >= WAIT {
                *count = 0;
            }
            *count += 1;
            *last = now;
        }
        Ok(Attempt { throttle: self, login: login.to_owned(), address, stays: false })
    }

    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets what is over, and if that is not enough, those who failed once and so do not wait for anything.
fn make_room(failures: &mut Failures, now: Moment) {
    if failures.len() >= KEPT {
        failures.retain(|_, (_, last)| now.as_micros() - last.as_micros() < WAIT);
    }
    if failures.len() >= KEPT {
        failures.retain(|_, (count, _)| *count > 1);
    }
}

/// An attempt to sign in. Dropped without a word, because something else went wrong, it is no failure.
#[derive(Debug)]
pub(super) struct Attempt<'t> {
    throttle: &'t SignInThrottle,
    login: String,
    address: ClientAddress,
    stays: bool,
}

impl Attempt<'_> {
    /// The pass phrase was wrong.
    pub(super) fn failed(mut self) {
        self.stays = true;
    }

    /// The pass phrase was right: the failures of this name are forgotten.
    pub(super) fn succeeded(self) {
        self.throttle.failures().remove(&(self.login.clone(), self.address));
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.stays {
            return;
        }
        let mut failures = self.throttle.failures();
        for login in [self.login.as_str(), ""] {
            let key = (login.to_owned(), self.address);
            if let Some((count, _)) = failures.get_mut(&key) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    failures.remove(&key);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: ClientAddress = ClientAddress(std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1)));
    const THERE: ClientAddress = ClientAddress(std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2)));

    fn fail(throttle: &SignInThrottle, login: &str, now: Moment) {
        throttle.attempt(login, HERE, now).expect("an attempt").failed();
    }

    fn wait(throttle: &SignInThrottle, login: &str, address: ClientAddress, now: Moment) -> Option<u32> {
        throttle.attempt(login, address, now).err()
    }

    #[test]
    fn five_failures_make_a_name_wait_at_one_address() {
        let throttle = SignInThrottle::default();
        let now = Moment::from_micros(0);
        (0..5).for_each(|_| fail(&throttle, "amy", now));
        assert_eq!(wait(&throttle, "amy", HERE, now), Some(901));
        assert_eq!(wait(&throttle, "amy", THERE, now), None, "the owner, elsewhere, is not locked out");
        assert_eq!(wait(&throttle, "bob", HERE, now), None);
        assert_eq!(wait(&throttle, "amy", HERE, now.plus_micros(WAIT)), None);
    }

    #[test]
    fn success_forgets_and_many_names_from_one_address_wait() {
        let throttle = SignInThrottle::default();
        let now = Moment::from_micros(0);
        (0..4).for_each(|_| fail(&throttle, "amy", now));
        throttle.attempt("amy", HERE, now).expect("an attempt").succeeded();
        (0..4).for_each(|_| fail(&throttle, "amy", now));
        assert_eq!(wait(&throttle, "amy", HERE, now), None);
        (0..42).for_each(|number| fail(&throttle, &format!("name{number}"), now));
        assert_eq!(wait(&throttle, "somebody", HERE, now), Some(901));
    }

    #[test]
    fn attempts_at_the_same_time_count_before_they_have_failed() {
        let throttle = SignInThrottle::default();
        let now = Moment::from_micros(0);
        let running: Vec<_> = (0..5).map(|_| throttle.attempt("amy", HERE, now).expect("an attempt")).collect();
        assert!(wait(&throttle, "amy", HERE, now).is_some());
        drop(running);
        assert_eq!(wait(&throttle, "amy", HERE, now), None, "what was broken off is no failure");
        assert!(throttle.failures().is_empty());
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let throttle = SignInThrottle::default();
        let now = Moment::from_micros(0);
        for number in 0..30_000_u32 {
            let address = ClientAddress(std::net::IpAddr::V4(number.into()));
            throttle.attempt("amy", address, now).expect("an attempt").failed();
        }
        assert!(throttle.failures().len() <= KEPT + 1);
    }
}
