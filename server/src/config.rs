//! Settings: flags first, then environment variables `COMMONWEAL_*`, then a TOML file. A wrong one is refused at the
//! start, by its name and with what was expected.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use commonweal_shared::system::Realm;
use serde::Deserialize;

use crate::db::{DatabaseSettings, Place};
use crate::records::{IntakeLimits, ToldIntake};
use crate::web::{Limits, ProxyRange, TlsFiles, ToldLimits};

/// Where a server listens unless it is told.
const LISTEN: &str = "127.0.0.1:8080";
/// Where the embedded database is unless it is told.
const DATA: &str = "data";
/// Minutes without a request after which a session ends, unless it is told (product default, ASVS 5.0 7.3.1).
const IDLE_MINUTES: u32 = 15;

/// Everything that one run of the server was told.
#[derive(Debug, Clone)]
pub struct ServeSettings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Which database.
    pub database: DatabaseSettings,
    /// Whether the demonstration system is loaded, and its sign-ins work.
    pub demo: bool,
    /// The certificate and key, where this process ends TLS itself.
    pub tls: Option<TlsFiles>,
    /// The proxies that end TLS before it.
    pub trusted_proxies: Vec<ProxyRange>,
    /// Seconds without a request after which a session ends.
    pub idle_seconds: u32,
    /// The integrated care system's name; else that of its board on file.
    pub name: Option<String>,
    /// What it takes at most.
    pub limits: Limits,
    /// What it takes in at most of what organisations send.
    pub intake: IntakeLimits,
}

/// A setting that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {problem}")]
pub struct SettingError {
    /// The setting's name, as a flag or as `file, key`.
    pub setting: String,
    /// What is wrong and what was expected, in a sentence.
    pub problem: String,
}

impl SettingError {
    fn new(setting: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { setting: setting.into(), problem: problem.into() }
    }
}

/// What flags and environment say, where they say it. (The command line reads the environment.)
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--data`.
    pub data: Option<PathBuf>,
    /// `--database-url`.
    pub database_url: Option<String>,
    /// `--live`.
    pub live: Option<bool>,
    /// `--listen`.
    pub listen: Option<SocketAddr>,
    /// `--demo`.
    pub demo: Option<bool>,
    /// `--tls-cert`.
    pub tls_cert: Option<PathBuf>,
    /// `--tls-key`.
    pub tls_key: Option<PathBuf>,
    /// `--trusted-proxy`.
    pub trusted_proxy: Vec<ProxyRange>,
    /// `--idle-minutes`.
    pub idle_minutes: Option<u32>,
    /// `--name`.
    pub name: Option<String>,
    /// `--rate-user` and the other limits.
    pub limits: ToldLimits,
    /// `--intake-limit` and `--intake-budget`.
    pub intake: ToldIntake,
}

/// The TOML file. Its keys are the flags' names; those of limits stand in a table `[limits]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    data: Option<PathBuf>,
    database_url: Option<String>,
    live: Option<bool>,
    listen: Option<String>,
    demo: Option<bool>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    trusted_proxy: Vec<String>,
    idle_minutes: Option<i64>,
    name: Option<String>,
    limits: ToldLimits,
    intake_limit: Option<u32>,
    intake_budget: Option<u32>,
}

impl File {
    fn read(path: Option<&Path>) -> Result<Self, SettingError> {
        let Some(path) = path else { return Ok(Self::default()) };
        let wrong = |problem: String| SettingError::new(format!("--config {}", path.display()), problem);
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        toml::from_str(&text).map_err(|error| wrong(error.to_string()))
    }
}

/// Reads a setting of the file by the very parser that the flag has.
fn parsed<T>(
    told: Option<T>,
    file: Option<&str>,
    key: &str,
    parse: fn(&str) -> Result<T, String>,
) -> Result<Option<T>, SettingError> {
    match (told, file) {
        (Some(told), _) => Ok(Some(told)),
        (None, None) => Ok(None),
        (None, Some(text)) => {
            parse(text).map(Some).map_err(|problem| SettingError::new(format!("configuration file, {key}"), problem))
        }
    }
}

/// Reads an address to listen at.
///
/// # Errors
/// What was expected.
pub fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("\"{text}\": expected an address and a port, such as {LISTEN}"))
}

/// Reads a switch.
///
/// # Errors
/// What was expected.
pub fn parse_switch(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err(format!("\"{text}\": expected true or false")),
    }
}

/// Reads a number of minutes: 1 to 720.
///
/// # Errors
/// What was expected.
pub fn parse_minutes(text: &str) -> Result<u32, String> {
    let minutes = text.parse::<u32>().ok().filter(|minutes| (1..=720).contains(minutes));
    minutes.ok_or_else(|| format!("\"{text}\": expected a number of minutes from 1 to 720"))
}

impl Told {
    /// Which database, by flags, environment and file.
    ///
    /// # Errors
    /// The first setting that can't be taken.
    pub fn database(&self) -> Result<DatabaseSettings, SettingError> {
        self.database_with(&File::read(self.config.as_deref())?)
    }

    fn database_with(&self, file: &File) -> Result<DatabaseSettings, SettingError> {
        let from_url =
            |url: &str, setting: &str| Place::from_url(url).map_err(|problem| SettingError::new(setting, problem));
        // A server is told of by its address; the folder is for those who tell of none. A flag for the one outranks the
        // file's word for the other.
        let place = match (&self.database_url, &self.data, &file.database_url) {
            (Some(url), _, _) => from_url(url, "--database-url")?,
            (None, Some(folder), _) => Place::Folder(folder.clone()),
            (None, None, Some(url)) => from_url(url, "configuration file, database-url")?,
            (None, None, None) => Place::Folder(file.data.clone().unwrap_or_else(|| PathBuf::from(DATA))),
        };
        let create_live = self.live.or(file.live).unwrap_or(false);
        Ok(DatabaseSettings { place, create_live, realm: Realm::Care })
    }

    /// Everything that a server needs.
    ///
    /// # Errors
    /// The first setting that can't be taken, or that contradicts another.
    pub fn serve(&self) -> Result<ServeSettings, SettingError> {
        let file = File::read(self.config.as_deref())?;
        let listen = parsed(self.listen, file.listen.as_deref(), "listen", parse_listen)?;
        let listen = listen
            .map_or_else(|| parse_listen(LISTEN), Ok)
            .map_err(|problem| SettingError::new("--listen", problem))?;
        let minutes = file.idle_minutes.map(|minutes| minutes.to_string());
        let minutes = parsed(self.idle_minutes, minutes.as_deref(), "idle-minutes", parse_minutes)?;
        let trusted_proxies = if self.trusted_proxy.is_empty() {
            let ranges = file.trusted_proxy.iter().map(|text| text.parse());
            ranges
                .collect::<Result<_, _>>()
                .map_err(|problem: String| SettingError::new("configuration file, trusted-proxy", problem))?
        } else {
            self.trusted_proxy.clone()
        };
        let tls = match (self.tls_cert.clone().or(file.tls_cert.clone()), self.tls_key.clone().or(file.tls_key.clone()))
        {
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
            (None, None) => None,
            (Some(_), None) => {
                return Err(SettingError::new("--tls-key", "expected the key that belongs to --tls-cert"));
            }
            (None, Some(_)) => {
                return Err(SettingError::new("--tls-cert", "expected the certificate that belongs to --tls-key"));
            }
        };
        let limits = self.limits.over(&file.limits);
        let limits = limits
            .map_err(|(key, expected)| SettingError::new(format!("configuration file, limits, {key}"), expected))?;
        let intake = ToldIntake { intake_limit: file.intake_limit, intake_budget: file.intake_budget };
        let intake = self.intake.over(&intake);
        let intake =
            intake.map_err(|(key, expected)| SettingError::new(format!("configuration file, {key}"), expected))?;
        let settings = ServeSettings {
            listen,
            database: self.database_with(&file)?,
            demo: self.demo.or(file.demo).unwrap_or(false),
            tls,
            trusted_proxies,
            idle_seconds: minutes.unwrap_or(IDLE_MINUTES) * 60,
            name: self.name.clone().or(file.name),
            limits,
            intake,
        };
        settings.check()?;
        Ok(settings)
    }
}

impl ServeSettings {
    /// What may not go together.
    fn check(&self) -> Result<(), SettingError> {
        let loopback = self.listen.ip().to_canonical().is_loopback();
        if self.demo && (!loopback || !self.trusted_proxies.is_empty()) {
            return Err(SettingError::new(
                "--demo",
                "expected a loopback address to --listen at and no --trusted-proxy: anybody can sign in to a demonstration",
            ));
        }
        if self.demo && self.database.create_live {
            return Err(SettingError::new("--demo", "expected no --live: a demonstration is never for real people"));
        }
        if !loopback && self.tls.is_none() && self.trusted_proxies.is_empty() {
            return Err(SettingError::new(
                format!("--listen {}", self.listen),
                "expected --tls-cert and --tls-key, or --trusted-proxy, to listen beyond this machine",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str, told: Told) -> Result<ServeSettings, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("commonweal.toml");
        std::fs::write(&path, text).expect("a file");
        Told { config: Some(path), ..told }.serve().map_err(|error| error.to_string())
    }

    #[test]
    fn a_flag_outranks_the_file_and_the_file_the_default() {
        let plain = Told::default().serve().expect("settings");
        assert_eq!((plain.listen.to_string().as_str(), plain.idle_seconds), (LISTEN, 900));
        assert_eq!(plain.database.place, Place::Folder("data".into()));
        let file = "listen = \"127.0.0.1:9000\"\nidle-minutes = 5\ndata = \"elsewhere\"\n";
        let told = Told { listen: Some(parse_listen("127.0.0.1:0").expect("an address")), ..Told::default() };
        let both = with_file(file, told).expect("settings");
        assert_eq!((both.listen.port(), both.idle_seconds), (0, 300));
        assert_eq!(both.database.place, Place::Folder("elsewhere".into()));
    }

    #[test]
    fn an_address_of_a_database_moves_it_there() {
        let place = |told: Told, file: &str| with_file(file, told).expect("settings").database.place;
        let url = "postgres://clinic@db/commonweal";
        let told = |data: Option<&str>, url: Option<&str>| Told {
            data: data.map(PathBuf::from),
            database_url: url.map(str::to_owned),
            ..Told::default()
        };
        let postgres = Place::from_url(url).expect("a place");
        assert_eq!(place(told(Some("here"), Some(url)), ""), postgres);
        assert_eq!(place(told(None, None), &format!("database-url = \"{url}\"\ndata = \"there\"")), postgres);
        assert_eq!(place(told(Some("here"), None), &format!("database-url = \"{url}\"")), Place::Folder("here".into()));
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_was_expected() {
        let wrong = |file| with_file(file, Told::default()).expect_err("refused");
        assert_eq!(
            wrong("listen = \"everywhere\""),
            "configuration file, listen: \"everywhere\": expected an address and a port, such as 127.0.0.1:8080"
        );
        assert!(wrong("idle-minutes = 0").ends_with("expected a number of minutes from 1 to 720"));
        assert!(wrong("listne = \"x\"").contains("unknown field `listne`, expected one of"));
        assert!(wrong("trusted-proxy = [\"proxy\"]").contains("expected an address or a range"));
        assert!(wrong("database-url = \"mysql://x\"").contains("expected an address such as postgres://"));
        assert_eq!(
            wrong("[limits]\nmax-requests = 0"),
            "configuration file, limits, max-requests: expected a number from 1"
        );
        assert!(wrong("[limits]\nrate-users = 5").contains("unknown field `rate-users`, expected one of"));
        assert!(wrong("tls-cert = \"c.pem\"").starts_with("--tls-key: expected"));
    }

    #[test]
    fn beyond_loopback_needs_tls_or_a_proxy_and_a_demonstration_never_goes_there() {
        let listen = parse_listen("0.0.0.0:8080").ok();
        let bare = Told { listen, ..Told::default() };
        assert!(
            bare.serve().expect_err("refused").to_string().starts_with("--listen 0.0.0.0:8080: expected --tls-cert")
        );
        let behind = Told { trusted_proxy: vec!["10.0.0.1".parse().expect("an address")], ..bare.clone() };
        assert!(behind.serve().is_ok());
        let tls = Told { tls_cert: Some("c".into()), tls_key: Some("k".into()), ..bare };
        assert!(tls.serve().is_ok());
        for told in [behind, tls, Told { live: Some(true), ..Told::default() }] {
            let refused = Told { demo: Some(true), ..told }.serve().expect_err("refused");
            assert_eq!(refused.setting, "--demo");
        }
    }
}
