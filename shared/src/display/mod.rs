//! How the record is written for a clinician.
