use std::fmt;

/// A person's data as a store read it: nobody can look inside before the audit event is committed.
///
/// [`Audit::release`](super::Audit::release) opens it. When the event cannot be committed, the data is dropped, so a
/// read that cannot be audited fails (architecture, step 5).
#[must_use = "release it with an audit event, or the read was for nothing"]
pub struct Sealed<T> {
    value: T,
    chart_hash: Option<String>,
}

impl<T> Sealed<T> {
    /// Seals what a store read. Only stores call this.
    pub(crate) const fn new(value: T) -> Self {
        Self { value, chart_hash: None }
    }

    /// The hash of the chart's bytes, in hex; release writes it into the event.
    pub(crate) fn hashed(mut self, hash: impl Into<String>) -> Self {
        self.chart_hash = Some(hash.into());
        self
    }

    /// The hash of the chart's bytes inside, in hex. A hash says nothing about anybody, so it may be read.
    pub fn chart_hash(&self) -> Option<&str> {
        self.chart_hash.as_deref()
    }

    pub(super) fn open(self) -> (T, Option<String>) {
        (self.value, self.chart_hash)
    }
}

impl<T> Sealed<Vec<T>> {
    /// How many there are inside, for the event's detail.
    pub const fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether there is nothing inside.
    pub const fn is_empty(&self) -> bool {
        self.value.is_empty()
    }
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}
