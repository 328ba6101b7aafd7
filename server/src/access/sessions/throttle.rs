use std::collections::HashMap;
use std::sync::Mutex;

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

/// Slows down guessing at sign-ins (ASVS 5.0 6.3.1): counts failures per name and address, and per address, in memory.
///
/// The name alone is never locked, so that nobody can lock somebody else out from elsewhere.
#[derive(Debug, Default)]
pub struct SignInThrottle {
    failures: Mutex<HashMap<(String, ClientAddress), (u32, Moment)>>,
}

impl SignInThrottle {
    /// Whether a sign-in may be tried now; else the seconds to wait.
    pub(super) fn check(&self, login: &str, address: ClientAddress, now: Moment) -> Result<(), u32> {
        let failures = self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let wait = [(login, FAILURES), ("", FAILURES_PER_ADDRESS)].into_iter().filter_map(|(login, most)| {
            let (count, last) = failures.get(&(login.to_owned(), address))?;
            let left = last.as_micros() + WAIT - now.as_micros();
            (*count >= most && left > 0).then_some(left)
        });
        match wait.max() {
            None => Ok(()),
            Some(left) => Err(u32::try_from(left / 1_000_000 + 1).unwrap_or(u32::MAX)),
        }
    }

    /// Counts a failure.
    pub(super) fn failed(&self, login: &str, address: ClientAddress, now: Moment) {
        let mut failures = self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if failures.len() >= KEPT {
            failures.retain(|_, (_, last)| now.as_micros() - last.as_micros() < WAIT);
        }
        for login in [login, ""] {
            let (count, last) = failures.entry((login.to_owned(), address)).or_insert((0, now));
            if now.as_micros() - last.as_micros() >= WAIT {
                *count = 0;
            }
            *count += 1;
            *last = now;
        }
    }

    /// Forgets the failures of a name that has signed in.
    pub(super) fn succeeded(&self, login: &str, address: ClientAddress) {
        let mut failures = self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        failures.remove(&(login.to_owned(), address));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: ClientAddress = ClientAddress(std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1)));
    const THERE: ClientAddress = ClientAddress(std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2)));

    #[test]
    fn five_failures_make_a_name_wait_at_one_address() {
        let throttle = SignInThrottle::default();
        let now = Moment::from_micros(0);
        for _ in 0..5 {
            assert_eq!(throttle.check("amy", HERE, now), Ok(()));
            throttle.failed("amy", HERE, now);
        }
        assert_eq!(throttle.check("amy", HERE, now), Err(901));
        assert_eq!(throttle.check("amy", THERE, now), Ok(()), "the owner, elsewhere, is not locked out");
        assert_eq!(throttle.check("bob", HERE, now), Ok(()));
        assert_eq!(throttle.check("amy", HERE, now.plus_micros(WAIT)), Ok(()));
    }

    #[test]
    fn success_forgets_and_many_names_from_one_address_wait() {
        let throttle = SignInThrottle::default();
        let now = Moment::from_micros(0);
        (0..4).for_each(|_| throttle.failed("amy", HERE, now));
        throttle.succeeded("amy", HERE);
        throttle.failed("amy", HERE, now);
        assert_eq!(throttle.check("amy", HERE, now), Ok(()));
        (0..50).for_each(|number| throttle.failed(&format!("name{number}"), HERE, now));
        assert!(throttle.check("somebody", HERE, now).is_err());
    }
}
