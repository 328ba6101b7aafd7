use std::time::Duration;

use clap::Args;
use serde::Deserialize;

use super::settings::{Limits, Rate};

/// The limits as flags, as environment variables, and as the table `[limits]` of the TOML file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ToldLimits {
    /// Requests worked on at once; one more is answered 503 [default: 512]
    #[arg(long, env = "COMMONWEAL_MAX_REQUESTS", value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_requests: Option<u32>,
    /// Connections open at once; one more is answered 503 and closed [default: 4096]
    #[arg(long, env = "COMMONWEAL_MAX_CONNECTIONS", value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_connections: Option<u32>,
    /// Requests a second of one person who is signed in; 0 for no limit, as with all rates [default: 50]
    #[arg(long, env = "COMMONWEAL_RATE_USER", value_name = "NUMBER")]
    pub rate_user: Option<u32>,
    /// Requests a second from one address; a whole hospital may share one [default: 1000]
    #[arg(long, env = "COMMONWEAL_RATE_ADDRESS", value_name = "NUMBER")]
    pub rate_address: Option<u32>,
    /// Searches for people a minute by one person [default: 60]
    #[arg(long, env = "COMMONWEAL_RATE_SEARCH", value_name = "NUMBER")]
    pub rate_search: Option<u32>,
    /// Relationships that one person claims in an hour [default: 60]
    #[arg(long, env = "COMMONWEAL_RATE_CLAIM", value_name = "NUMBER")]
    pub rate_claim: Option<u32>,
    /// Attempts to sign in, a second, of everybody together [default: 20]
    #[arg(long, env = "COMMONWEAL_RATE_SIGN_IN", value_name = "NUMBER")]
    pub rate_sign_in: Option<u32>,
    /// Seconds for which requests are still taken after the order to end, while /readyz says no [default: 0]
    #[arg(long, env = "COMMONWEAL_DRAIN_SECONDS", value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=600))]
    pub drain_seconds: Option<u32>,
}

impl ToldLimits {
    /// These limits, and the file's where these say nothing, and the usual ones where neither does.
    ///
    /// # Errors
    /// The key of the file and what was expected of it. (Flags were checked when they were read.)
    pub fn over(&self, file: &Self) -> Result<Limits, (&'static str, &'static str)> {
        if file.max_requests == Some(0) {
            return Err(("max-requests", "expected a number from 1"));
        }
        if file.max_connections == Some(0) {
            return Err(("max-connections", "expected a number from 1"));
        }
        if file.drain_seconds.is_some_and(|seconds| seconds > 600) {
            return Err(("drain-seconds", "expected a number of seconds from 0 to 600"));
        }
        let mut limits = Limits::default();
        let set = |limit: &mut u32, told: Option<u32>, file: Option<u32>| *limit = told.or(file).unwrap_or(*limit);
        set(&mut limits.requests, self.max_requests, file.max_requests);
        set(&mut limits.connections, self.max_connections, file.max_connections);
        let rate = |limit: &mut Option<Rate>, told: Option<u32>, file: Option<u32>, of: fn(u32) -> Option<Rate>| {
            if let Some(amount) = told.or(file) {
                *limit = of(amount);
            }
        };
        let rates = &mut limits.rates;
        rate(&mut rates.user, self.rate_user, file.rate_user, Rate::a_second);
        rate(&mut rates.address, self.rate_address, file.rate_address, Rate::a_second);
        rate(&mut rates.search, self.rate_search, file.rate_search, Rate::a_minute);
        rate(&mut rates.claim, self.rate_claim, file.rate_claim, Rate::an_hour);
        rate(&mut rates.sign_in, self.rate_sign_in, file.rate_sign_in, Rate::a_second);
        if let Some(seconds) = self.drain_seconds.or(file.drain_seconds) {
            limits.drain = Duration::from_secs(seconds.into());
        }
        Ok(limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_outranks_the_file_and_nought_is_no_limit() {
        let told = ToldLimits { rate_user: Some(0), max_requests: Some(7), ..ToldLimits::default() };
        let file = ToldLimits { rate_user: Some(9), rate_search: Some(3), ..ToldLimits::default() };
        let limits = told.over(&file).expect("limits");
        assert_eq!((limits.requests, limits.rates.user), (7, None));
        assert_eq!(limits.rates.search, Rate::a_minute(3));
        assert_eq!(limits.rates.claim, Limits::default().rates.claim);
    }

    #[test]
    fn a_file_that_lets_nobody_in_is_refused_by_the_key() {
        let file = ToldLimits { max_requests: Some(0), ..ToldLimits::default() };
        assert_eq!(ToldLimits::default().over(&file), Err(("max-requests", "expected a number from 1")));
    }
}
