use crate::records::model::Record;

/// What is shown, and how much of it.
#[derive(Clone, Copy)]
pub(crate) struct Show<'a> {
    /// The record.
    pub(crate) record: &'a Record,
    /// Everything at once, with what stands behind each row: for printing, and for whoever wants
    /// to read on without opening anything.
    pub(crate) whole: bool,
}
