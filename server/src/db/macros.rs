/// Runs one expression on whichever engine is there: `on!(linked, c => …)`.
///
/// `linked` is a [`Reading`](crate::db::Reading), a [`Transaction`](crate::db::Transaction) or a `&mut impl Linked`;
/// `c` is the engine's own connection, and both readings of the expression must have one type.
#[macro_export]
macro_rules! on {
    ($linked:expr, $conn:ident => $body:expr) => {{
        #[allow(unused_imports, reason = "the caller may have the trait in scope already")]
        use $crate::db::Linked as _;
        match $linked.link() {
            $crate::db::Link::Sqlite($conn) => $body,
            $crate::db::Link::Postgres($conn) => $body,
        }
    }};
}

/// Runs one statement and answers how many rows it touched: `execute!(tx, "UPDATE … $1", value)`.
#[macro_export]
macro_rules! execute {
    ($linked:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on!($linked, c => ::sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|done| done.rows_affected()))
    };
}

/// Reads all rows as this type (a tuple, or a struct with `FromRow`): `fetch_all!(reading, Row, "SELECT … $1", value)`.
#[macro_export]
macro_rules! fetch_all {
    ($linked:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on!($linked, c => ::sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await)
    };
}

/// Reads one row as this type, if there is one.
#[macro_export]
macro_rules! fetch_optional {
    ($linked:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on!($linked, c => ::sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await)
    };
}

/// Acquires a reader, runs one expression on it, and gives it back: `on_read!(db, c => …)`.
/// Returns early, with `?`, when no reader can be had.
#[macro_export]
macro_rules! on_read {
    ($db:expr, $conn:ident => $body:expr) => {{
        let mut reading = $db.read().await?;
        $crate::on!(reading, $conn => $body)
    }};
}

/// Runs a block in a transaction that is committed when the block answers `Ok`, and rolled back otherwise:
/// `in_transaction!(db, tx => { …; Ok(value) })`. The block's error must take a [`DbError`](crate::db::DbError) by `?`.
#[macro_export]
macro_rules! in_transaction {
    ($db:expr, $tx:ident => $body:expr) => {{
        let mut $tx = $db.write().await?;
        let outcome = $body;
        if outcome.is_ok() {
            $tx.commit().await?;
        }
        outcome
    }};
}
