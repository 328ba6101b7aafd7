//! Which part of a record is looked at, as the address says it.

use commonweal_shared::records::SectionId;

/// A part of a record with a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// The summary.
    Summary,
    /// Everything by time.
    Timeline,
    /// Who opened the record.
    AccessLog,
    /// A section.
    Section(SectionId),
    /// The address names none of them.
    Unknown,
}

impl View {
    /// Reads the last part of the address; none is the summary.
    pub(super) fn from_address(part: Option<&str>) -> Self {
        match part {
            None | Some("" | "summary") => Self::Summary,
            Some("timeline") => Self::Timeline,
            Some("access-log") => Self::AccessLog,
            Some(id) => SectionId::from_id(id).map_or(Self::Unknown, Self::Section),
        }
    }

    /// Every view, in the order of the rail.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let sections = SectionId::ALL.into_iter().map(Self::Section);
        [Self::Summary, Self::Timeline].into_iter().chain(sections).chain([Self::AccessLog])
    }

    /// The last part of its address.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Timeline => "timeline",
            Self::AccessLog => "access-log",
            Self::Section(section) => section.id(),
            Self::Unknown => "unknown",
        }
    }

    /// Its heading.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Timeline => "Timeline",
            Self::AccessLog => "Access log",
            Self::Section(section) => section.title(),
            Self::Unknown => "Not found",
        }
    }

    /// The sections that it shows, for the report of what was opened.
    pub(super) fn sections(self) -> Vec<SectionId> {
        match self {
            Self::Summary => vec![
                SectionId::Alerts,
                SectionId::Problems,
                SectionId::Medicines,
                SectionId::Allergies,
                SectionId::Results,
                SectionId::People,
                SectionId::CarePlans,
                SectionId::Referrals,
            ],
            Self::Timeline => SectionId::ALL.into_iter().filter(|section| *section != SectionId::People).collect(),
            Self::Section(section) => vec![section],
            Self::AccessLog | Self::Unknown => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_comes_back_as_its_view() {
        for view in View::all() {
            assert_eq!(View::from_address(Some(view.id())), view);
        }
        assert_eq!(View::from_address(None), View::Summary);
        assert_eq!(View::from_address(Some("else")), View::Unknown);
    }
}
