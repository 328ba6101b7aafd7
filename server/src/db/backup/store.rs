use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::db::{Db, DbError, Link, Linked as _};

/// Opens a file that is there, with nothing set that would change it.
async fn connect(file: &Path) -> Result<SqliteConnection, DbError> {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(false);
    Ok(SqliteConnection::connect_with(&options).await?)
}

/// A file's application id, and the number of the newest migration in it; 0 before the first.
pub(super) async fn described(file: &Path) -> Result<(i32, i64), DbError> {
    let mut connection = connect(file).await?;
    let (mark,): (i32,) = sqlx::query_as("PRAGMA application_id").fetch_one(&mut connection).await?;
    let (has_any,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
        .fetch_one(&mut connection)
        .await?;
    let schema = if has_any == 0 {
        0
    } else {
        let newest: (Option<i64>,) =
            sqlx::query_as("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(&mut connection).await?;
        newest.0.unwrap_or(0)
    };
    connection.close().await?;
    Ok((mark, schema))
}

/// Writes one moment of a file into a new one.
pub(super) async fn vacuum_into(file: &Path, copy: &Path) -> Result<(), DbError> {
    let mut connection = connect(file).await?;
    sqlx::query("VACUUM INTO $1").bind(copy.display().to_string()).execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// What the engine itself finds wrong.
pub(super) async fn engine_faults(db: &Db) -> Result<Vec<String>, DbError> {
    let mut reading = db.read().await?;
    let found = match reading.link() {
        Link::Sqlite(connection) => of_sqlite(connection).await,
        Link::Postgres(connection) => of_postgres(connection).await,
    };
    match found {
        // The walk itself could not go on: that is what it was to find.
        Err(sqlx::Error::Database(error)) => Ok(vec![error.message().to_owned()]),
        other => Ok(other?),
    }
}

async fn of_sqlite(connection: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    // Without a schema's name both walk everything that is attached: the database and its audit log.
    let rows: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check").fetch_all(&mut *connection).await?;
    let mut faults: Vec<String> = rows.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect();
    let rows: Vec<(String, Option<i64>, String, i64)> =
        sqlx::query_as("PRAGMA foreign_key_check").fetch_all(connection).await?;
    faults.extend(rows.into_iter().map(|(table, row, parent, _)| {
        let row = row.map_or_else(|| "a row".to_owned(), |row| format!("row {row}"));
        format!("{row} of {table} names a row of {parent} that is not there")
    }));
    Ok(faults)
}

async fn of_postgres(connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT 'the index ' || c.relname || ' is not valid: REINDEX it'
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace
         UNION ALL
         SELECT 'the constraint ' || conname || ' was never checked' FROM pg_constraint
         WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
         UNION ALL
         SELECT checksum_failures || ' pages of this database had a wrong checksum' FROM pg_stat_database
         WHERE datname = current_database() AND checksum_failures > 0",
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(line,)| line).collect())
}
