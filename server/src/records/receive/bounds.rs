//! What a body may be before anybody reads it: one walk over the raw bytes, without recursion and without a tree.
//!
//! The walk checks that the bytes are JSON values one after another, and that none goes beyond the bounds; whatever is
//! wrong is found with its place: the resource, the path in it, line and column.

use std::fmt;

use super::place::{Frame, Opened, Place, Trail};
use super::tokens::{self, Unfit};

/// How deep a resource may be nested (ux-and-safety.md 5.3). A bundle adds three levels of its own.
pub(super) const DEEPEST: usize = 64;
/// The largest resource: 4 MiB (ux-and-safety.md 5.3).
pub(super) const LARGEST: usize = 4 * 1024 * 1024;
/// The most resources in one body. Each costs memory beyond its bytes, so an ocean of empty ones is refused.
pub(super) const MOST: usize = 100_000;
/// A body may have this many JSON values, and one more for each 16 bytes: twice what the densest bundle has.
const VALUES: usize = 1_000_000;
const BYTES_PER_VALUE: usize = 16;
/// The levels of a bundle around a resource: the bundle, its list of entries, the entry.
const AROUND: usize = 3;

/// One JSON value of a body, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TopValue {
    /// The line on which it begins, counted from 1.
    pub(super) line: usize,
    /// Whether it is a bundle.
    pub(super) bundle: bool,
}

/// What is wrong with a body, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// What.
    pub(super) kind: FlawKind,
    /// Where.
    pub(super) place: Place,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FlawKind {
    /// It ends inside a value.
    Cut,
    /// It is no UTF-8.
    NotUtf8,
    /// It is no JSON: this was expected.
    Expected(&'static str),
    /// It is nested too deep.
    TooDeep,
    /// One resource is too large.
    ResourceTooLarge,
    /// There are too many resources.
    TooManyResources,
    /// There are too many values for so many bytes.
    TooManyValues,
}

impl fmt::Display for FlawKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut => f.write_str("The body ends before its JSON does; it was probably cut short."),
            Self::NotUtf8 => f.write_str("The body is no UTF-8 text. Expected JSON in UTF-8."),
            Self::Expected(what) => write!(f, "The body is not valid JSON: {what} was expected."),
            Self::TooDeep => write!(f, "A resource is nested deeper than {DEEPEST} levels, which none needs."),
            Self::ResourceTooLarge => {
                write!(f, "A resource is larger than {} MiB, which is the most that is taken.", LARGEST / 1024 / 1024)
            }
            Self::TooManyResources => {
                write!(f, "The body holds more than {MOST} resources. Send it in several parts.")
            }
            Self::TooManyValues => f.write_str("The body holds more JSON values than bundles of this size have."),
        }
    }
}

/// Walks over a whole body and answers which values it holds, one after another.
///
/// # Errors
/// The first [`Flaw`], with its place.
pub(super) fn walk(body: &[u8]) -> Result<Vec<TopValue>, Flaw> {
    match std::str::from_utf8(body) {
        Ok(_) => Walk::over(body).run(),
        // What is before it is walked, so that the place is known.
        Err(error) => {
            let mut walk = Walk::over(&body[..error.valid_up_to()]);
            match walk.step_through() {
                Err(flaw) if flaw.kind != FlawKind::Cut => Err(flaw),
                _ => {
                    walk.at = walk.bytes.len();
                    Err(walk.flaw(FlawKind::NotUtf8))
                }
            }
        }
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    /// The first value of a list, or its end.
    FirstValue,
    Key,
    /// The first key of an object, or its end.
    FirstKey,
    Colon,
    /// A comma, or the end of the list or object.
    More,
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    trail: Trail<'a>,
    values: usize,
    resources: usize,
    /// How many bytes of the entry that is open are its resource's.
    in_resource: usize,
    found: Vec<TopValue>,
    /// The line on which the counting of lines stands, and the byte up to which it counted.
    line: (usize, usize),
}

impl<'a> Walk<'a> {
    fn over(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            trail: Trail::new(bytes),
            values: 0,
            resources: 0,
            in_resource: 0,
            found: Vec::new(),
            line: (1, 0),
        }
    }

    fn run(mut self) -> Result<Vec<TopValue>, Flaw> {
        self.step_through()?;
        Ok(self.found)
    }

    fn flaw(&self, kind: FlawKind) -> Flaw {
        Flaw { kind, place: self.trail.place(self.at, &self.found) }
    }

    fn unfit(&mut self, unfit: Unfit) -> Flaw {
        self.at = unfit.at;
        self.flaw(unfit.expected.map_or(FlawKind::Cut, FlawKind::Expected))
    }

    fn step_through(&mut self) -> Result<(), Flaw> {
        let mut next = Next::Value;
        loop {
            self.at = tokens::skip_blanks(self.bytes, self.at);
            let Some(&byte) = self.bytes.get(self.at) else {
                let whole = self.trail.is_empty() && next == Next::Value;
                return if whole { Ok(()) } else { Err(self.flaw(FlawKind::Cut)) };
            };
            next = match (next, byte) {
                (Next::FirstValue, b']') | (Next::FirstKey, b'}') => self.close()?,
                (Next::Value | Next::FirstValue, _) => self.value(byte)?,
                (Next::Key | Next::FirstKey, b'"') => {
                    let end = tokens::text(self.bytes, self.at).map_err(|unfit| self.unfit(unfit))?;
                    self.trail.key(self.at + 1..end - 1);
                    self.at = end;
                    Next::Colon
                }
                (Next::Key | Next::FirstKey, _) => {
                    return Err(self.flaw(FlawKind::Expected("a key in quotation marks")));
                }
                (Next::Colon, b':') => {
                    self.at += 1;
                    Next::Value
                }
                (Next::Colon, _) => return Err(self.flaw(FlawKind::Expected("a colon after the key"))),
                (Next::More, _) => self.more(byte)?,
            };
        }
    }

    fn more(&mut self, byte: u8) -> Result<Next, Flaw> {
        match (self.trail.innermost(), byte) {
            (Some(Frame::Object { .. }), b',') => {
                self.at += 1;
                Ok(Next::Key)
            }
            (Some(Frame::List { .. }), b',') => {
                self.at += 1;
                self.trail.next_element();
                Ok(Next::Value)
            }
            (Some(Frame::Object { .. }), b'}') | (Some(Frame::List { .. }), b']') => self.close(),
            (Some(Frame::List { .. }), _) => Err(self.flaw(FlawKind::Expected("a comma or the end of the list"))),
            _ => Err(self.flaw(FlawKind::Expected("a comma or the end of the object"))),
        }
    }

    fn value(&mut self, byte: u8) -> Result<Next, Flaw> {
        self.values += 1;
        if self.values > VALUES + self.bytes.len() / BYTES_PER_VALUE {
            return Err(self.flaw(FlawKind::TooManyValues));
        }
        if self.trail.is_empty() {
            let line = self.line_here();
            self.found.push(TopValue { line, bundle: false });
        }
        if self.trail.is_empty() || self.trail.is_list_of_entries() {
            self.in_resource = 0;
            self.resources += 1;
            if self.resources > MOST {
                return Err(self.flaw(FlawKind::TooManyResources));
            }
        }
        match byte {
            b'{' | b'[' => {
                let around = if self.trail.in_resource() || self.trail.opens_resource() { AROUND } else { 0 };
                if self.trail.depth() >= DEEPEST + around {
                    return Err(self.flaw(FlawKind::TooDeep));
                }
                self.trail.open(byte == b'{', self.at);
                self.at += 1;
                Ok(if byte == b'{' { Next::FirstKey } else { Next::FirstValue })
            }
            b'"' => {
                let end = tokens::text(self.bytes, self.at).map_err(|unfit| self.unfit(unfit))?;
                self.trail.text(self.at..end);
                self.at = end;
                Ok(self.ended())
            }
            _ => {
                self.at = tokens::bare(self.bytes, self.at).map_err(|unfit| self.unfit(unfit))?;
                Ok(self.ended())
            }
        }
    }

    fn close(&mut self) -> Result<Next, Flaw> {
        self.at += 1;
        let length = self.at - self.trail.innermost().map_or(self.at, Frame::from);
        match self.trail.what() {
            Opened::Resource if length > LARGEST => return Err(self.flaw(FlawKind::ResourceTooLarge)),
            Opened::Resource => self.in_resource = length,
            Opened::Entry if length - self.in_resource > LARGEST => return Err(self.flaw(FlawKind::ResourceTooLarge)),
            Opened::Whole => {
                let bundle = self.trail.is_bundle();
                if let Some(last) = self.found.last_mut() {
                    last.bundle = bundle;
                }
                if !bundle && length > LARGEST {
                    return Err(self.flaw(FlawKind::ResourceTooLarge));
                }
            }
            Opened::Entry | Opened::Other => {}
        }
        self.trail.close();
        Ok(self.ended())
    }

    fn ended(&self) -> Next {
        if self.trail.is_empty() { Next::Value } else { Next::More }
    }

    /// The line on which the walk stands; each byte is counted once over the whole walk.
    fn line_here(&mut self) -> usize {
        let (line, upto) = self.line;
        let more = self.bytes[upto..self.at].iter().filter(|byte| **byte == b'\n').count();
        self.line = (line + more, self.at);
        line + more
    }
}

#[cfg(test)]
mod tests;
