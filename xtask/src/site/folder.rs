//! The folder of files, written only where something changed.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::manifest::Manifest;
use crate::build::Speed;
use crate::failure::{During, Failure, Outcome};

/// Where files with a hash in their name stand; whatever is in here may be cached for ever.
const IMMUTABLE: &str = "assets";

/// A file of the site.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct SiteFile {
    /// Its path below the site's folder.
    pub(crate) path: String,
    /// Its content type.
    #[serde(rename = "type")]
    pub(crate) content_type: String,
    /// Whether it may be cached for ever.
    pub(crate) immutable: bool,
    /// Its size in bytes.
    pub(crate) bytes: usize,
    /// The size of `path.br` in bytes.
    pub(crate) brotli: usize,
    /// The size of `path.gz` in bytes.
    pub(crate) gzip: usize,
}

impl SiteFile {
    /// Its address, from the root.
    pub(crate) fn url(&self) -> String {
        format!("/{}", self.path)
    }
}

/// The folder while it is being filled.
pub(super) struct Folder {
    path: PathBuf,
    speed: Speed,
    // Whether files beside an unchanged one are still right: the last build compressed as hard as this one does.
    reuse: bool,
    files: Vec<SiteFile>,
}

impl Folder {
    pub(super) fn new(path: PathBuf, speed: Speed) -> Self {
        let reuse = Manifest::read(&path).is_ok_and(|last| last.speed == speed.name());
        Self { path, speed, reuse, files: Vec::new() }
    }

    /// Adds a file whose name gets the hash of its bytes: `records.js` becomes `assets/records-0123456789ab.js`.
    pub(super) fn add_hashed(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> Outcome<SiteFile> {
        let bytes = bytes.as_ref();
        let (stem, ending) = name.rsplit_once('.').ok_or_else(|| Failure::new(format!("{name} has no ending")))?;
        let hash = hex::encode(Sha256::digest(bytes));
        self.add(format!("{IMMUTABLE}/{stem}-{}.{ending}", &hash[..12]), bytes, true)
    }

    /// Adds a page, which keeps its name.
    pub(super) fn add_page(&mut self, name: &str, text: &str) -> Outcome<SiteFile> {
        self.add(name.to_owned(), text.as_bytes(), false)
    }

    /// Removes what an earlier build left behind, and answers the files of this one.
    pub(super) fn finish(self) -> Outcome<Vec<SiteFile>> {
        let mut keep = BTreeSet::from([self.path.join(Manifest::NAME)]);
        for file in &self.files {
            for ending in ["", ".br", ".gz"] {
                keep.insert(self.path.join(format!("{}{ending}", file.path)));
            }
        }
        for folder in [self.path.clone(), self.path.join(IMMUTABLE)] {
            for entry in fs::read_dir(&folder).during(folder.display())? {
                let path = entry.during(folder.display())?.path();
                if path.is_file() && !keep.contains(&path) {
                    fs::remove_file(&path).during(path.display())?;
                }
            }
        }
        Ok(self.files)
    }

    fn add(&mut self, path: String, bytes: &[u8], immutable: bool) -> Outcome<SiteFile> {
        let place = self.path.join(&path);
        let beside = |ending: &str| self.path.join(format!("{path}.{ending}"));
        let changed = write_if_changed(&place, bytes)?;
        let compressed = |ending: &str, compress: &dyn Fn() -> Outcome<Vec<u8>>| -> Outcome<usize> {
            let place = beside(ending);
            match fs::metadata(&place) {
                Ok(known) if !changed && self.reuse => usize::try_from(known.len()).during(place.display()),
                _ => {
                    let packed = compress()?;
                    write_if_changed(&place, &packed)?;
                    Ok(packed.len())
                }
            }
        };
        let file = SiteFile {
            content_type: content_type(&path)?.to_owned(),
            immutable,
            bytes: bytes.len(),
            brotli: compressed("br", &|| brotli(bytes, self.speed))?,
            gzip: compressed("gz", &|| gzip(bytes, self.speed))?,
            path,
        };
        self.files.push(file.clone());
        Ok(file)
    }
}

/// Writes the bytes unless the file holds them already; says whether it wrote.
pub(super) fn write_if_changed(path: &Path, bytes: &[u8]) -> Outcome<bool> {
    if fs::read(path).is_ok_and(|known| known == bytes) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).during(folder.display())?;
    }
    fs::write(path, bytes).during(path.display())?;
    Ok(true)
}

fn brotli(bytes: &[u8], speed: Speed) -> Outcome<Vec<u8>> {
    let quality = if speed == Speed::Release { 11 } else { 5 };
    let mut packed = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut packed, 64 * 1024, quality, 22);
        writer.write_all(bytes).during("brotli")?;
    }
    Ok(packed)
}

fn gzip(bytes: &[u8], speed: Speed) -> Outcome<Vec<u8>> {
    let level = if speed == Speed::Release { Compression::best() } else { Compression::fast() };
    let mut writer = GzEncoder::new(Vec::new(), level);
    writer.write_all(bytes).during("gzip")?;
    writer.finish().during("gzip")
}

fn content_type(path: &str) -> Outcome<&'static str> {
    match path.rsplit('.').next() {
        Some("html") => Ok("text/html; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        Some("wasm") => Ok("application/wasm"),
        _ => Err(Failure::new(format!("{path}: what content type is this?"))),
    }
}
