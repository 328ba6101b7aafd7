use commonweal_shared::system::{CareSetting, Organisation};

use crate::db::{Db, DbError, Linked};
use crate::{execute, fetch_all};

/// Puts an organisation on file, or brings its name, setting and whether it sends records up to date.
///
/// # Errors
/// When the database fails.
pub async fn register(tx: &mut impl Linked, organisation: &Organisation) -> Result<(), DbError> {
    execute!(
        tx,
        "INSERT INTO organisation (code, name, setting, sends_records) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, setting = excluded.setting, \
         sends_records = excluded.sends_records",
        organisation.code.as_str(),
        &organisation.name,
        organisation.setting.map(CareSetting::id),
        i64::from(organisation.sends_records)
    )?;
    Ok(())
}

/// Every organisation on file, by its code.
///
/// # Errors
/// When the database fails.
pub async fn organisations(db: &Db) -> Result<Vec<Organisation>, DbError> {
    let rows = fetch_all!(
        db.read().await?,
        (String, String, Option<String>, i64),
        "SELECT code, name, setting, sends_records FROM organisation ORDER BY code"
    )?;
    rows.into_iter()
        .map(|(code, name, setting, sends_records)| {
            Ok(Organisation {
                code: code.parse().map_err(|_| DbError::unreadable("organisation code"))?,
                name,
                setting: setting
                    .map(|id| CareSetting::from_id(&id).ok_or(DbError::unreadable("care setting")))
                    .transpose()?,
                sends_records: sends_records != 0,
            })
        })
        .collect()
}
