use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::{Method, StatusCode};

/// Upper ends of the histogram's buckets, in microseconds.
const BUCKETS: [u64; 11] = [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000];

/// Counters of what was asked and how long it took, by route: `/api/records/{person}`, never an address.
#[derive(Debug, Default)]
pub struct Metrics {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    requests: BTreeMap<(String, String, u16), u64>,
    durations: BTreeMap<String, Histogram>,
}

#[derive(Debug, Default)]
struct Histogram {
    /// How many fell into each bucket; the last place is for those above all.
    buckets: [u64; BUCKETS.len() + 1],
    sum_us: u64,
}

/// A number that is asked for when the counters are read.
pub(super) struct Gauge {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) help: &'static str,
    pub(super) value: u64,
}

impl Metrics {
    /// Counts a request.
    pub fn request(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.iter().position(|end| took <= *end).unwrap_or(BUCKETS.len());
        let mut counted = self.counted();
        *counted.requests.entry((route.to_owned(), method_name(method), status.as_u16())).or_default() += 1;
        let histogram = counted.durations.entry(route.to_owned()).or_default();
        histogram.buckets[bucket] += 1;
        histogram.sum_us = histogram.sum_us.saturating_add(took);
    }

    /// Writes all counters in Prometheus' text format.
    pub(super) fn text(&self, gauges: &[Gauge]) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text, gauges);
        text
    }

    fn write(&self, text: &mut String, gauges: &[Gauge]) -> std::fmt::Result {
        let counted = self.counted();
        let requests = "commonweal_http_requests_total";
        writeln!(text, "# HELP {requests} Requests answered.\n# TYPE {requests} counter")?;
        for ((route, method, status), count) in &counted.requests {
            writeln!(text, "{requests}{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {count}")?;
        }
        let durations = "commonweal_http_request_duration_seconds";
        writeln!(text, "# HELP {durations} Time from a request's head to its answer.\n# TYPE {durations} histogram")?;
        for (route, histogram) in &counted.durations {
            let mut so_far = 0;
            for (end, count) in BUCKETS.iter().zip(&histogram.buckets) {
                so_far += count;
                writeln!(text, "{durations}_bucket{{route=\"{route}\",le=\"{}\"}} {so_far}", seconds(*end))?;
            }
            let all: u64 = histogram.buckets.iter().sum();
            writeln!(text, "{durations}_bucket{{route=\"{route}\",le=\"+Inf\"}} {all}")?;
            writeln!(text, "{durations}_sum{{route=\"{route}\"}} {}", seconds(histogram.sum_us))?;
            writeln!(text, "{durations}_count{{route=\"{route}\"}} {all}")?;
        }
        for Gauge { name, kind, help, value } in gauges {
            writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}")?;
        }
        Ok(())
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A method's name; anything unusual is `other`, so that nobody can fill the memory with made-up methods.
fn method_name(method: &Method) -> String {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
            method.to_string()
        }
        _ => "other".to_owned(),
    }
}

fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_their_time_by_bucket() {
        let metrics = Metrics::default();
        for took in [400, 3_000, 9_000_000] {
            metrics.request(&Method::GET, "/api/home", StatusCode::OK, Duration::from_micros(took));
        }
        let text = metrics.text(&[]);
        assert!(text.contains("commonweal_http_requests_total{route=\"/api/home\",method=\"GET\",status=\"200\"} 3\n"));
        assert!(text.contains("_bucket{route=\"/api/home\",le=\"0.0005\"} 1\n"), "{text}");
        assert!(text.contains("_bucket{route=\"/api/home\",le=\"0.005\"} 2\n"), "{text}");
        assert!(text.contains("_bucket{route=\"/api/home\",le=\"5\"} 2\n"), "{text}");
        assert!(text.contains("_bucket{route=\"/api/home\",le=\"+Inf\"} 3\n"), "{text}");
        assert!(text.contains("_sum{route=\"/api/home\"} 9.0034\n"), "{text}");
    }

    #[test]
    fn a_made_up_method_is_other() {
        assert_eq!(method_name(&Method::from_bytes(b"MADEUP").expect("a method")), "other");
    }
}
