//! Where in a body something is: in which resource, at which path, line and column.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use super::bounds::TopValue;

/// How much of a path, a type or an id is repeated to the sender.
const PATH: usize = 200;
const NAME: usize = 64;

/// Where something is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Place {
    /// The resource, as far as it is known: `entry[3] Observation/abc`; empty outside of any.
    pub(super) resource: String,
    /// The path in it, such as `code.coding[0].code`; empty where it is the resource itself.
    pub(super) path: String,
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The column, counted from 1 in characters.
    pub(super) column: usize,
}

/// An object or a list that the walk is inside of.
#[derive(Debug, Clone)]
pub(super) enum Frame {
    Object { from: usize, key: Option<Range<usize>> },
    List { from: usize, index: usize },
}

impl Frame {
    /// The byte with which it begins.
    pub(super) const fn from(&self) -> usize {
        match self {
            Self::Object { from, .. } | Self::List { from, .. } => *from,
        }
    }
}

/// What an object or a list is to a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// One of the body's values: a bundle or a bare resource.
    Whole,
    /// An entry of a bundle.
    Entry,
    /// The resource of an entry.
    Resource,
    Other,
}

/// What a resource says of itself, as far as the walk has come.
#[derive(Debug, Clone, Default)]
struct Named {
    kind: Option<Range<usize>>,
    id: Option<Range<usize>>,
}

/// The objects and lists that the walk is inside of, from the outermost.
#[derive(Debug)]
pub(super) struct Trail<'a> {
    bytes: &'a [u8],
    frames: Vec<Frame>,
    whole: Named,
    resource: Named,
    /// Whether the innermost frames are inside of an entry's resource, the fourth frame.
    inside: bool,
}

impl<'a> Trail<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        let nothing = Named { kind: None, id: None };
        Self { bytes, frames: Vec::new(), whole: nothing, resource: Named { kind: None, id: None }, inside: false }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    pub(super) const fn depth(&self) -> usize {
        self.frames.len()
    }

    pub(super) fn innermost(&self) -> Option<&Frame> {
        self.frames.last()
    }

    pub(super) const fn in_resource(&self) -> bool {
        self.inside
    }

    /// Whether what comes next in the innermost frame is an entry of a bundle.
    pub(super) fn is_list_of_entries(&self) -> bool {
        matches!(&self.frames[..], [Frame::Object { key, .. }, Frame::List { .. }] if self.is_entry(key.as_ref()))
    }

    /// Whether what comes next in the innermost frame is the resource of an entry.
    pub(super) fn opens_resource(&self) -> bool {
        matches!(&self.frames[..], [Frame::Object { key: entry, .. }, Frame::List { .. }, Frame::Object { key, .. }]
            if self.is_entry(entry.as_ref()) && self.is_key(key.as_ref(), "resource"))
    }

    /// What the innermost frame is.
    pub(super) fn what(&self) -> Opened {
        match &self.frames[..] {
            [_] => Opened::Whole,
            [_, _, _, _] if self.inside => Opened::Resource,
            [Frame::Object { key, .. }, Frame::List { .. }, _] if self.is_entry(key.as_ref()) => Opened::Entry,
            _ => Opened::Other,
        }
    }

    pub(super) fn open(&mut self, object: bool, from: usize) {
        if self.frames.is_empty() {
            self.whole = Named::default();
        }
        if object && self.opens_resource() {
            self.inside = true;
            self.resource = Named::default();
        }
        self.frames.push(if object { Frame::Object { from, key: None } } else { Frame::List { from, index: 0 } });
    }

    pub(super) fn close(&mut self) {
        self.frames.pop();
        self.inside = self.inside && self.frames.len() > 3;
    }

    pub(super) fn key(&mut self, range: Range<usize>) {
        if let Some(Frame::Object { key, .. }) = self.frames.last_mut() {
            *key = Some(range);
        }
    }

    pub(super) fn next_element(&mut self) {
        if let Some(Frame::List { index, .. }) = self.frames.last_mut() {
            *index += 1;
        }
    }

    /// A text stands under the innermost key; the type and the id of a resource are remembered.
    pub(super) fn text(&mut self, range: Range<usize>) {
        let inside = self.inside && self.frames.len() == 4;
        let Some(Frame::Object { key: Some(key), .. }) = self.frames.last() else { return };
        if !inside && self.frames.len() != 1 {
            return;
        }
        let key = self.written(key);
        let (is_kind, is_id) = (key == "resourceType", key == "id");
        let named = if inside { &mut self.resource } else { &mut self.whole };
        if is_kind {
            named.kind.get_or_insert(range);
        } else if is_id {
            named.id.get_or_insert(range);
        }
    }

    /// Whether the value of the body that the walk is inside of says that it is a bundle.
    pub(super) fn is_bundle(&self) -> bool {
        self.whole.kind.as_ref().is_some_and(|kind| self.written(&(kind.start + 1..kind.end - 1)) == "Bundle")
    }

    /// Whether this key of the outermost object holds a bundle's entries; a List has entries, too.
    fn is_entry(&self, range: Option<&Range<usize>>) -> bool {
        self.is_key(range, "entry") && (self.whole.kind.is_none() || self.is_bundle())
    }

    fn is_key(&self, range: Option<&Range<usize>>, name: &str) -> bool {
        range.is_some_and(|range| self.written(range) == name)
    }

    /// What stands between two quotation marks, its escapes read.
    fn written(&self, range: &Range<usize>) -> Cow<'a, str> {
        let raw = String::from_utf8_lossy(&self.bytes[range.clone()]);
        if !raw.contains('\\') {
            return raw;
        }
        serde_json::from_str(&format!("\"{raw}\"")).map_or(raw, Cow::Owned)
    }

    /// The place of a byte that the walk has come to. `found` are the values so far, the one that is open too.
    pub(super) fn place(&self, at: usize, found: &[TopValue]) -> Place {
        let before = &self.bytes[..at.min(self.bytes.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
        let of_several = found.last().filter(|_| found.len() > 1 && !self.is_empty()).map(|value| value.line);
        let (name, from) = self.name();
        let resource = match (of_several, name.is_empty()) {
            (Some(line), false) => format!("line {line}, {name}"),
            (Some(line), true) => format!("line {line}"),
            (None, _) => name,
        };
        Place { resource, path: self.path(from), line, column }
    }

    /// What the walk is inside of, and from which frame on the path in it goes.
    fn name(&self) -> (String, usize) {
        match &self.frames[..] {
            [Frame::Object { key, .. }, Frame::List { index, .. }, ..] if self.is_entry(key.as_ref()) => {
                let entry = format!("entry[{index}]");
                if self.inside {
                    let said = self.said(&self.resource);
                    (if said.is_empty() { entry } else { format!("{entry} {said}") }, 3)
                } else {
                    (entry, 2)
                }
            }
            [_, ..] => (self.said(&self.whole), 0),
            [] => (String::new(), 0),
        }
    }

    fn said(&self, named: &Named) -> String {
        let text = |range: &Option<Range<usize>>| {
            range.as_ref().map(|range| self.written(&(range.start + 1..range.end - 1)).into_owned())
        };
        resource_name(&text(&named.kind).unwrap_or_default(), text(&named.id).as_deref())
    }

    fn path(&self, from: usize) -> String {
        let mut path = String::new();
        for frame in self.frames.iter().skip(from) {
            match frame {
                Frame::Object { key: Some(key), .. } => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.extend(self.written(key).chars().take(NAME));
                }
                Frame::List { index, .. } => path.push_str(&format!("[{index}]")),
                Frame::Object { key: None, .. } => {}
            }
            if path.len() > PATH {
                let shown: String = path.chars().take(PATH).collect();
                return format!("{shown}…");
            }
        }
        path
    }
}

/// A resource by its type and id as received, cut where they are no such thing: `Observation/abc`.
pub(super) fn resource_name(kind: &str, id: Option<&str>) -> String {
    let short = |text: &str| text.chars().filter(|c| !c.is_control()).take(NAME).collect::<String>();
    match id.filter(|id| !id.is_empty()) {
        Some(id) if kind.is_empty() => short(id),
        Some(id) => format!("{}/{}", short(kind), short(id)),
        None => short(kind),
    }
}
