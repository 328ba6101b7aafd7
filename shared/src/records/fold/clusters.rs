use std::collections::HashMap;

use crate::ids::ResourceId;
use crate::records::{Code, Item, Label, LinkKind, PartRole, Standing};

/// What becomes a row: the item that speaks for it, and the others that belong to it.
#[derive(Debug)]
pub(super) struct Cluster {
    /// The item that speaks.
    pub(super) main: usize,
    /// Items that are part of it, without being a version of it.
    pub(super) parts: Vec<(usize, PartRole)>,
    /// Clusters that say the same: they stay whole inside this one.
    pub(super) also: Vec<(usize, PartRole)>,
    /// Set when this one stands inside another.
    pub(super) inside: Option<usize>,
}

/// The items on their way into rows.
#[derive(Debug)]
pub(super) struct Work<'a> {
    /// What may be seen.
    pub(super) items: &'a [&'a Item],
    /// Position of each item.
    pub(super) at: HashMap<ResourceId, usize>,
    /// All clusters, those inside others too.
    pub(super) clusters: Vec<Cluster>,
    /// The cluster of each row item; contexts and unreadable items have none until they are placed.
    pub(super) cluster_of: Vec<Option<usize>>,
    /// The newer version that each item gave way to.
    pub(super) newer: Vec<Option<usize>>,
}

impl<'a> Work<'a> {
    pub(super) fn new(items: &'a [&'a Item]) -> Self {
        let mut work = Self {
            items,
            at: items.iter().enumerate().map(|(at, item)| (item.id, at)).collect(),
            clusters: Vec::with_capacity(items.len()),
            cluster_of: vec![None; items.len()],
            newer: vec![None; items.len()],
        };
        for (at, item) in items.iter().enumerate() {
            if item.standing == Standing::Row {
                work.cluster_of[at] = Some(work.clusters.len());
                work.clusters.push(Cluster { main: at, parts: Vec::new(), also: Vec::new(), inside: None });
            }
        }
        work
    }

    /// The positions that this item points to with this kind of link, each in its newest version.
    pub(super) fn linked(&self, at: usize, kind: LinkKind) -> impl Iterator<Item = usize> + '_ {
        self.items[at]
            .links
            .iter()
            .filter(move |link| link.kind == kind)
            .filter_map(|link| self.at.get(&link.to))
            .map(|&to| self.newest(to))
    }

    /// The newest version of an item.
    pub(super) fn newest(&self, mut at: usize) -> usize {
        while let Some(newer) = self.newer[at] {
            at = newer;
        }
        at
    }

    /// The cluster that stands as a row for this one.
    pub(super) fn outermost(&self, mut cluster: usize) -> usize {
        while let Some(outer) = self.clusters[cluster].inside {
            cluster = outer;
        }
        cluster
    }

    /// The row in which an item is to be found.
    pub(super) fn row_of(&self, at: usize) -> Option<usize> {
        self.cluster_of[at].map(|cluster| self.outermost(cluster))
    }

    /// Puts one cluster whole inside another.
    pub(super) fn put_inside(&mut self, inner: usize, outer: usize, role: PartRole) {
        let outer = self.outermost(outer);
        if self.outermost(inner) == outer {
            return;
        }
        let inner = self.outermost(inner);
        self.clusters[inner].inside = Some(outer);
        // What was inside the inner one moves up, so that versions never nest.
        let moved = std::mem::take(&mut self.clusters[inner].also);
        for (cluster, _) in &moved {
            self.clusters[*cluster].inside = Some(outer);
        }
        self.clusters[outer].also.push((inner, role));
        self.clusters[outer].also.extend(moved);
    }

    /// Dissolves an item's own cluster and makes the item a part of another.
    pub(super) fn join(&mut self, at: usize, cluster: usize, role: PartRole) {
        if let Some(own) = self.cluster_of[at] {
            let parts = std::mem::take(&mut self.clusters[own].parts);
            for (part, _) in &parts {
                self.cluster_of[*part] = Some(cluster);
            }
            self.clusters[cluster].parts.extend(parts);
            let also = std::mem::take(&mut self.clusters[own].also);
            for (version, _) in &also {
                self.clusters[*version].inside = Some(cluster);
            }
            self.clusters[cluster].also.extend(also);
            self.clusters[own].inside = Some(cluster);
        }
        self.cluster_of[at] = Some(cluster);
        self.clusters[cluster].parts.push((at, role));
    }

    /// The clusters that stand as rows of their own.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.clusters.len()).filter(|&cluster| self.clusters[cluster].inside.is_none())
    }
}

/// What two items must share to be about the same thing: a SNOMED CT or dm+d code, else any code, else the words.
///
/// The code of a degraded item names the degradation, not the thing, so such an item goes by its words.
pub(super) fn subject_key(item: &Item) -> String {
    let comparable = item.codes.first().filter(|_| !item.labels.contains(&Label::Degraded));
    match comparable {
        Some(Code { system, code, .. }) if system == "SNOMED CT" || system == "dm+d" => format!("sct|{code}"),
        Some(Code { system, code, .. }) => format!("{system}|{code}"),
        None => format!("text|{}", item.title.to_lowercase()),
    }
}
