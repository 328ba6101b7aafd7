use std::str::FromStr;

use commonweal_shared::system::Realm;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgPool};

use super::DbError;
use super::settings::{ACQUIRE, MARK, realm_name};

/// Begins a transaction whose commit reaches the disk with the next one that waits for it, or a moment later.
pub(super) const PROVISIONAL: &str = "BEGIN; SET LOCAL synchronous_commit = off";

/// Connections from one process.
const CONNECTIONS: u32 = 16;

fn schema_of(beginning: &str, realm: Realm) -> Result<String, DbError> {
    let schema = format!("{beginning}_{}", realm_name(realm));
    if schema.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        return Ok(schema);
    }
    Err(DbError::Refused(format!(
        "\"{schema}\" can't be a schema's name: expected lower-case letters, digits and underscores"
    )))
}

/// Whether our tables are in the realm's schema.
pub(super) async fn is_there(url: &str, schema: &str, realm: Realm) -> Result<bool, DbError> {
    let schema = schema_of(schema, realm)?;
    let mut connection = sqlx::PgConnection::connect(url).await?;
    let (there,): (bool,) = sqlx::query_as("SELECT to_regclass($1) IS NOT NULL")
        .bind(format!("{schema}.meta"))
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    Ok(there)
}

/// Opens the pool on the realm's own schema, creating and migrating it as needed.
pub(super) async fn open(url: &str, schema: &str, realm: Realm) -> Result<PgPool, DbError> {
    let schema = schema_of(schema, realm)?;
    let options =
        PgConnectOptions::from_str(url)?.application_name("commonweal").options([("search_path", schema.as_str())]);
    create_schema(&options, &schema).await?;
    let pool = PgPoolOptions::new()
        .min_connections(1)
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .connect_with(options)
        .await?;
    let migrated = sqlx::migrate!("./migrations/postgres").run(&pool).await;
    migrated.map_err(|error| DbError::of_migration(error, &format!("The schema {schema}")))?;
    Ok(pool)
}

/// Creates the schema, one process at a time: two that create it at once would make one of them fail.
async fn create_schema(options: &PgConnectOptions, schema: &str) -> Result<(), DbError> {
    let mut connection = sqlx::PgConnection::connect_with(options).await?;
    let mut tx = connection.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(i64::from(MARK)).execute(&mut *tx).await?;
    sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {schema}"))).execute(&mut *tx).await?;
    tx.commit().await?;
    connection.close().await?;
    Ok(())
}
