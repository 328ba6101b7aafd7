//! The floor of an import: the same bytes, read as JSON and stored durably, and nothing else done with them.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use commonweal_server::db::testing::{tamper, tamper_with_bytes};
use commonweal_server::db::{DatabaseSettings, Db};
use serde_json::Value;

/// Reads each file, unpacks it where it is packed, parses it into a generic value, and stores its bytes in a
/// transaction of its own, in a new database that is set up as the product's is. Answers how many bytes there were.
pub(crate) async fn keep(folder: &Path, files: &[PathBuf]) -> usize {
    let db = Db::open(&DatabaseSettings::folder(folder)).await.expect("a new database");
    tamper(&db, "CREATE TABLE floor (nth INTEGER PRIMARY KEY, bytes BLOB NOT NULL)").await.expect("a table");
    let mut all = 0;
    for file in files {
        let mut bytes = std::fs::read(file).expect("a file that is there");
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked).expect("gzip");
            bytes = unpacked;
        }
        for value in serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>() {
            std::hint::black_box(value.expect("JSON"));
        }
        tamper_with_bytes(&db, "INSERT INTO floor (bytes) VALUES ($1)", &bytes).await.expect("it is stored");
        all += bytes.len();
    }
    db.close().await;
    all
}
