use std::path::PathBuf;

use clap::Args;
use commonweal_shared::access::Role;
use commonweal_shared::records::Clearance;
use commonweal_shared::system::CareSetting;

use crate::config::{SettingError, Told, parse_switch};
use crate::db::DatabaseSettings;

/// Which database; the same for every command.
#[derive(Debug, Clone, Default, Args)]
pub struct DatabaseArgs {
    /// A TOML file with settings; its keys are the flags' names
    #[arg(long, env = "COMMONWEAL_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder of the embedded database [default: data]
    #[arg(long, env = "COMMONWEAL_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database instead of the embedded one: postgres://user@host/database
    #[arg(long, env = "COMMONWEAL_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Create the database for real people; permanent, and only when it is new
    #[arg(long, env = "COMMONWEAL_LIVE", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL",
          value_parser = parse_switch)]
    pub live: Option<bool>,
}

impl DatabaseArgs {
    /// What was told, as settings know it.
    pub fn told(&self) -> Told {
        Told {
            config: self.config.clone(),
            data: self.data.clone(),
            database_url: self.database_url.clone(),
            live: self.live,
            ..Told::default()
        }
    }

    /// Which database, by flags, environment and file.
    ///
    /// # Errors
    /// The first setting that can't be taken.
    pub fn settings(&self) -> Result<DatabaseSettings, SettingError> {
        self.told().database()
    }
}

pub(super) fn parse_role(text: &str) -> Result<Role, String> {
    let ids = Role::ALL.map(Role::id).join(", ");
    Role::from_id(&text.replace('-', "_")).ok_or_else(|| format!("expected one of {ids}"))
}

pub(super) fn parse_setting(text: &str) -> Result<CareSetting, String> {
    let ids = CareSetting::ALL.map(CareSetting::id).join(", ");
    CareSetting::from_id(text).ok_or_else(|| format!("expected one of {ids}"))
}

pub(super) fn parse_clearance(text: &str) -> Result<Clearance, String> {
    Clearance::from_id(text).ok_or_else(|| "expected general or restricted".to_owned())
}
