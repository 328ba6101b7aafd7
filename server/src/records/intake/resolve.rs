//! References, resolved within their own bundle only and never by guessing (hazards 1, 9 and 10).

use std::collections::HashMap;

use commonweal_shared::ids::ResourceId;

use super::json::Node;

/// Everything of one submission, to be looked up by the ways in which FHIR refers.
pub(super) struct Book<'a> {
    pages: Vec<Page<'a>>,
    by_reference: HashMap<String, usize>,
    contained: HashMap<(usize, String), ResourceId>,
    /// Where in a resource that contains many each one is, by the address of its container in memory and its id.
    among_many: HashMap<(usize, String), usize>,
}

/// Resources that contain more than this are looked through once.
const MANY: usize = 32;

/// One entry of it.
pub(super) struct Page<'a> {
    /// The resource; null where it could not be read.
    pub(super) node: Node<'a>,
    /// Its type.
    pub(super) kind: &'a str,
    /// Our UUID.
    pub(super) id: ResourceId,
    /// True when it names another person and is on nobody's record.
    pub(super) held: bool,
}

/// What a reference means.
#[derive(Clone, Copy)]
pub(super) struct Found<'b, 'a> {
    /// The resource.
    pub(super) node: &'b Node<'a>,
    /// Its type.
    pub(super) kind: &'b str,
    /// Its entry; none for a resource contained in the one that refers to it.
    pub(super) page: Option<usize>,
}

impl<'a> Book<'a> {
    /// Makes the look-up; `full_urls` has one for each page, `contained` the UUIDs of contained
    /// resources that are items of their own, by entry and id.
    pub(super) fn new(
        pages: Vec<Page<'a>>,
        full_urls: &[Option<&str>],
        contained: HashMap<(usize, String), ResourceId>,
    ) -> Self {
        let mut by_reference: HashMap<String, usize> = HashMap::with_capacity(pages.len() * 2);
        for (at, page) in pages.iter().enumerate() {
            let mut keys = Vec::with_capacity(2);
            keys.extend(page.node.get("id").scalar().map(|id| format!("{}/{id}", page.kind)));
            keys.extend(full_urls.get(at).copied().flatten().map(str::to_owned));
            for key in keys {
                // Where an address came twice the fuller resource is meant, never the empty one.
                let kept = by_reference.entry(key).or_insert(at);
                if page.node.fields().len() > pages[*kept].node.fields().len() {
                    *kept = at;
                }
            }
        }
        let mut among_many = HashMap::new();
        // The pages stay where they are in memory for as long as the book is there.
        for page in &pages {
            let inside = page.node.get("contained").items();
            for (at, node) in inside.iter().enumerate().filter(|_| inside.len() > MANY) {
                let Some(id) = node.get("id").scalar() else { continue };
                among_many.entry((std::ptr::from_ref(&page.node).addr(), id.to_owned())).or_insert(at);
            }
        }
        Self { pages, by_reference, contained, among_many }
    }

    /// Every entry in the order of the file.
    pub(super) fn pages(&self) -> &[Page<'a>] {
        &self.pages
    }

    /// One entry.
    pub(super) fn page(&self, at: usize) -> &Page<'a> {
        &self.pages[at]
    }

    /// What a text refers to, seen from `container`, whose contained resources `#id` names.
    pub(super) fn find<'b>(&'b self, container: &'b Node<'a>, reference: &str) -> Option<Found<'b, 'a>> {
        if let Some(id) = reference.strip_prefix('#') {
            let inside = container.get("contained").items();
            let node = if inside.len() > MANY {
                let key = (std::ptr::from_ref(container).addr(), id.to_owned());
                inside.get(*self.among_many.get(&key)?)?
            } else {
                inside.iter().find(|node| node.get("id").scalar() == Some(id))?
            };
            return Some(Found { node, kind: node.get("resourceType").text().unwrap_or_default(), page: None });
        }
        let versionless = reference.split("/_history/").next().unwrap_or(reference);
        let at = self.by_reference.get(reference).or_else(|| self.by_reference.get(versionless))?;
        let page = &self.pages[*at];
        Some(Found { node: &page.node, kind: page.kind, page: Some(*at) })
    }

    /// Our UUID of a contained resource that is an item of its own.
    pub(super) fn contained_id(&self, page: usize, reference: &str) -> Option<ResourceId> {
        let id = reference.strip_prefix('#')?;
        self.contained.get(&(page, id.to_owned())).copied()
    }

    /// Our UUID of what was found, where it is on this person's record.
    pub(super) fn id(&self, found: &Found<'_, 'a>) -> Option<ResourceId> {
        let page = &self.pages[found.page?];
        (!page.held).then_some(page.id)
    }
}
