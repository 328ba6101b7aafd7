use std::io::Read as _;
use std::path::Path;

use commonweal_server::access::{intake_by_operator, organisations};
use commonweal_server::records::{ImportTally, Publisher, import_paths, source_on_file};
use commonweal_shared::ids::OdsCode;
use commonweal_shared::system::CareSetting;
use serde_json::value::RawValue;

use crate::TestServer;

/// What became of one file.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its tally.
    pub tally: ImportTally,
    /// Why it was refused, if it was.
    pub refused: Option<String>,
}

impl TestServer {
    /// A publisher for this source, which is put on file under this name.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn publisher(&self, source: &str, name: &str, setting: Option<CareSetting>) -> Publisher {
        let code: OdsCode = source.parse().expect("an organisation's code");
        let known = organisations(self.db()).await.expect("the organisations can be listed");
        let name = known.iter().all(|one| one.code != code).then_some(name);
        source_on_file(self.db(), &code, name, setting).await.expect("the source can be put on file");
        let grant = intake_by_operator(self.db(), code);
        Publisher::new(self.db().clone(), grant, self.clock.clone()).await.expect("a publisher")
    }

    /// Imports one file as the command does, under this source.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn import(&self, source: &str, name: &str, path: &Path) -> Arrival {
        let publisher = self.publisher(source, name, None).await;
        let mut refused = None;
        let tally = import_paths(&publisher, &[path.to_owned()], |_, outcome, _, _| {
            refused = outcome.err().map(ToString::to_string);
        })
        .await
        .expect("an import goes on to its end");
        Arrival { tally, refused }
    }

    /// Imports a bundle that is at hand as text.
    ///
    /// # Panics
    /// When it can't be read, or the database fails.
    pub async fn import_text(&self, source: &str, json: &str) -> ImportTally {
        let publisher = self.publisher(source, source, None).await;
        publish(&publisher, json).await
    }
}

/// Publishes a text's submissions.
///
/// # Panics
/// When it can't be read, or the database fails.
pub async fn publish(publisher: &Publisher, json: &str) -> ImportTally {
    let mut tally = ImportTally { files: 1, ..ImportTally::default() };
    for submission in commonweal_server::records::intake::submissions(json.as_bytes()).expect("a bundle") {
        tally.add(&publisher.publish(submission).await.expect("a submission is taken in"));
    }
    tally
}

/// The bytes of every resource of a file as they stand there, by bundle, read without the product: one bundle or one
/// on each line, packed or not. An entry without a resource stands whole.
///
/// # Panics
/// When the file is no JSON.
pub fn entries_of(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut unpacked = Vec::new();
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).expect("a packed file can be unpacked");
        &unpacked
    } else {
        bytes
    };
    #[derive(serde::Deserialize)]
    struct Bundle<'a> {
        #[serde(borrow)]
        entry: Vec<&'a RawValue>,
    }
    #[derive(serde::Deserialize)]
    struct Entry<'a> {
        #[serde(borrow)]
        resource: Option<&'a RawValue>,
    }
    let resource = |entry: &RawValue| -> Vec<u8> {
        let inner = serde_json::from_str::<Entry<'_>>(entry.get()).ok().and_then(|entry| entry.resource);
        let inner = inner.map(RawValue::get).filter(|text| text.starts_with('{'));
        inner.unwrap_or(entry.get()).as_bytes().to_vec()
    };
    let bundles = serde_json::Deserializer::from_slice(bytes).into_iter::<Bundle<'_>>();
    bundles.map(|bundle| bundle.expect("a bundle").entry.into_iter().map(resource).collect()).collect()
}
