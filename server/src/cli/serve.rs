use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use super::{CommandError, DatabaseArgs};
use crate::app;
use crate::clock::SystemClock;
use crate::config::{Told, parse_listen, parse_minutes, parse_switch};
use crate::records::ToldIntake;
use crate::web::{ProxyRange, ToldLimits};

/// What the process ends with when it is asked a second time: 128 and the number of the signal of Ctrl-C, as shells do.
const AT_ONCE: i32 = 130;

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Where to listen; port 0 takes any free one [default: 127.0.0.1:8080]
    #[arg(long, env = "COMMONWEAL_LISTEN", value_name = "ADDRESS:PORT", value_parser = parse_listen)]
    listen: Option<SocketAddr>,
    /// Load the demonstration system into an empty database, and let its sign-ins work; on this machine only
    #[arg(long, env = "COMMONWEAL_DEMO", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL",
          value_parser = parse_switch)]
    demo: Option<bool>,
    /// A PEM file with the certificate, and after it those that sign it
    #[arg(long, env = "COMMONWEAL_TLS_CERT", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// A PEM file with the certificate's private key
    #[arg(long, env = "COMMONWEAL_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// A proxy that ends TLS before this server, as an address or a range; repeat it for more than one
    #[arg(long, env = "COMMONWEAL_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',',
          value_parser = |text: &str| text.parse::<ProxyRange>())]
    trusted_proxy: Vec<ProxyRange>,
    /// Minutes without a request after which a session ends [default: 15]
    #[arg(long, env = "COMMONWEAL_IDLE_MINUTES", value_name = "MINUTES", value_parser = parse_minutes)]
    idle_minutes: Option<u32>,
    /// The integrated care system's name [default: that of its board on file]
    #[arg(long, env = "COMMONWEAL_NAME", value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    limits: ToldLimits,
    #[command(flatten)]
    intake: ToldIntake,
    /// What is logged: error, warn, info or debug, or more exactly as tracing's filters are written
    #[arg(long, env = "COMMONWEAL_LOG", value_name = "FILTER", default_value = "info,sqlx=warn")]
    log: String,
    /// How it is written
    #[arg(long, env = "COMMONWEAL_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// A line for a person.
    Text,
    /// A line of JSON.
    Json,
}

pub(super) async fn run(args: ServeArgs) -> Result<ExitCode, CommandError> {
    start_log(&args.log, args.log_format)?;
    let settings = Told {
        listen: args.listen,
        demo: args.demo,
        tls_cert: args.tls_cert,
        tls_key: args.tls_key,
        trusted_proxy: args.trusted_proxy,
        idle_minutes: args.idle_minutes,
        name: args.name,
        limits: args.limits,
        intake: args.intake,
        ..args.database.told()
    }
    .serve()?;
    let served = app::build(settings, Arc::new(SystemClock)).await?;
    // The one line on standard output; whoever started us waits for it.
    let mut output = std::io::stdout();
    writeln!(output, "listening on {}", served.url)?;
    output.flush()?;
    tracing::info!(
        database.engine = served.app.db.engine_name(),
        database.kind = ?served.app.db.kind(),
        demonstration = served.app.settings.demo,
        "The server is ready."
    );
    served.run(told_to_end()?).await;
    Ok(ExitCode::SUCCESS)
}

/// Ready when the system, or somebody at the terminal, asks the process to end.
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("The server ends: what has begun is finished. Ask again to end at once.");
            tokio::spawn(async move {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                tracing::warn!("The server was asked twice and ends at once.");
                std::process::exit(AT_ONCE);
            });
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            // Without the signal there is no other way to end than to be ended.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            tokio::spawn(async {
                if tokio::signal::ctrl_c().await.is_ok() {
                    std::process::exit(AT_ONCE);
                }
            });
        })
    }
}

/// Logs go to standard error. A panic is logged by its place alone: what it panicked with may hold anything.
fn start_log(filter: &str, format: LogFormat) -> Result<(), CommandError> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| format!("--log {filter}: expected a level such as info, or a filter: {error}"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().with_span_list(false).init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!(panic.place = %place, "The program panicked.");
    }));
    Ok(())
}
