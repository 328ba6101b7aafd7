//! Medicines: a line (rules M1 to M12) and the lists of current and past ones (L1 to L7).

mod amount;
mod line;
mod list;
mod status;
mod wording;

pub use amount::{dose_number, dose_quantity, strength};
pub use line::{Attribute, Dose, Drug, MedicineLine, Run};
pub use list::{
    MedicineList, RECENTLY_STOPPED_DAYS, newest_first, out_of_view_notice, stopped_notice, stopped_recently,
};
pub use status::{MedicineState, MedicineStatus, medicine_state};
