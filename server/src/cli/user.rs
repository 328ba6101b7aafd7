use std::io::{BufRead as _, IsTerminal as _};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use commonweal_shared::access::Role;
use commonweal_shared::ids::OdsCode;
use commonweal_shared::records::Clearance;
use commonweal_shared::system::{CareSetting, Organisation};

use super::args::{parse_clearance, parse_role, parse_setting};
use super::{CommandError, DatabaseArgs};
use crate::access::{
    self, NewAccount, NewMembership, Proof, add_account, disable_account, list_accounts, organisations,
};
use crate::audit::{Action, Actor, Audit, Event};
use crate::clock::{Clock, SystemClock};
use crate::db::{Db, Transaction};

#[derive(Debug, Args)]
pub(super) struct UserArgs {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add an account; its pass phrase is the first line of standard input
    Add(AddArgs),
    /// Disable an account, and end its sessions at once
    Disable {
        /// The sign-in name
        login: String,
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// List all accounts
    List {
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

#[derive(Debug, Args)]
struct AddArgs {
    /// The sign-in name
    login: String,
    /// The name as it is shown, such as "SIMMONS, Anil (Dr)"
    #[arg(long)]
    name: String,
    /// What they do: clinician, trainer, org_lead, icb_lead, privacy_officer or operator; repeat it for more than one
    #[arg(long, required = true, value_parser = parse_role)]
    role: Vec<Role>,
    /// The code of the organisation in which they do it; one for all roles, or one for each
    #[arg(long, required = true, value_name = "ODS")]
    organisation: Vec<OdsCode>,
    /// The organisation's name, to put it on file when it is not
    #[arg(long, value_name = "NAME")]
    organisation_name: Option<String>,
    /// The organisation's care setting, such as acute or general-practice
    #[arg(long, value_name = "SETTING", value_parser = parse_setting)]
    organisation_setting: Option<CareSetting>,
    /// What they may see of people in their care: general, or restricted for that too
    #[arg(long, default_value = "general", value_parser = parse_clearance)]
    clearance: Clearance,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: UserArgs) -> Result<ExitCode, CommandError> {
    match args.command {
        UserCommand::Add(args) => add(args).await?,
        UserCommand::Disable { login, database } => disable(&login, &database).await?,
        UserCommand::List { database } => list(&database).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(args: AddArgs) -> Result<(), CommandError> {
    let organisations = match args.organisation.as_slice() {
        [one] => vec![one.clone(); args.role.len()],
        many if many.len() == args.role.len() => many.to_vec(),
        many => {
            let (roles, codes) = (args.role.len(), many.len());
            return Err(format!("--organisation: expected one, or as many as --role ({roles}), not {codes}").into());
        }
    };
    let db = Db::open(&args.database.settings()?).await?;
    let memberships = args.role.iter().zip(&organisations).map(|(role, organisation)| NewMembership {
        organisation: organisation.clone(),
        role: *role,
        clearance: args.clearance,
    });
    let account = NewAccount {
        login: args.login.clone(),
        display_name: args.name.clone(),
        proof: Proof::PassPhrase(read_pass_phrase()?),
        memberships: memberships.collect(),
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let audit = Audit::start(db.clone(), Arc::clone(&clock)).await?;
    let mut tx = db.write().await?;
    put_organisations_on_file(&db, &mut tx, &args).await?;
    let id = add_account(&mut tx, &account, clock.now()).await?;
    tx.commit().await?;
    audit.commit(Event::new(Actor::command_line(), Action::AccountChanged).detail(id.to_string())).await?;
    audit.close().await?;
    db.close().await;
    println!("Added {}.", args.login.trim().to_lowercase());
    Ok(())
}

async fn put_organisations_on_file(db: &Db, tx: &mut Transaction, args: &AddArgs) -> Result<(), CommandError> {
    let known = organisations(db).await?;
    for code in &args.organisation {
        if known.iter().any(|organisation| &organisation.code == code) {
            continue;
        }
        let name = args.organisation_name.clone().ok_or_else(|| {
            format!("--organisation {code}: expected an organisation on file, or --organisation-name to put it there")
        })?;
        let setting = args.organisation_setting;
        access::register(tx, &Organisation { code: code.clone(), name, setting, sends_records: false }).await?;
    }
    Ok(())
}

async fn disable(login: &str, database: &DatabaseArgs) -> Result<(), CommandError> {
    let db = Db::open_existing(&database.settings()?).await?;
    let audit = Audit::start(db.clone(), Arc::new(SystemClock)).await?;
    let mut tx = db.write().await?;
    disable_account(&mut tx, login).await?;
    tx.commit().await?;
    let event = Event::new(Actor::command_line(), Action::AccountDisabled);
    audit.commit(event.detail(login.trim().to_lowercase())).await?;
    audit.close().await?;
    db.close().await;
    println!("Disabled {}.", login.trim().to_lowercase());
    Ok(())
}

async fn list(database: &DatabaseArgs) -> Result<(), CommandError> {
    let db = Db::open_existing(&database.settings()?).await?;
    for line in list_accounts(&db).await? {
        let marks = match (line.demo, line.disabled) {
            (_, true) => " (disabled)",
            (true, false) => " (demonstration)",
            (false, false) => "",
        };
        println!("{}{marks}: {}", line.login, line.display_name);
        for membership in line.memberships {
            let clearance = membership.clearance.id();
            println!("  {} at {} ({clearance})", membership.role.word(), membership.organisation_name);
        }
    }
    db.close().await;
    Ok(())
}

fn read_pass_phrase() -> Result<String, CommandError> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Pass phrase (it is shown while you type; pipe it in to avoid that):");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
