use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

/// The two files of `--tls-cert` and `--tls-key`, both PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, and after it those that sign it.
    pub certificate: PathBuf,
    /// The private key of the first certificate.
    pub key: PathBuf,
}

/// Why TLS can't be offered with these files.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read, or holds something else.
    #[error("{setting} {file}: expected {expected}: {cause}")]
    File {
        /// Which setting names the file.
        setting: &'static str,
        /// Its path.
        file: String,
        /// What should be in it.
        expected: &'static str,
        /// What was wrong.
        cause: pem::Error,
    },
    /// The files do not go together, or the key is of a kind that is not taken.
    #[error("--tls-cert and --tls-key do not go together: {0}")]
    Pair(#[from] rustls::Error),
}

/// Reads both files, once, at the start. Offers TLS 1.2 and 1.3, and HTTP/2 before HTTP/1.1.
///
/// # Errors
/// When a file can't be read or they do not go together.
pub fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, TlsError> {
    let wrong = |setting, file: &Path, expected, cause| TlsError::File {
        setting,
        file: file.display().to_string(),
        expected,
        cause,
    };
    let wrong_chain = |cause| wrong("--tls-cert", &files.certificate, "a PEM file of certificates", cause);
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.certificate)
        .map_err(wrong_chain)?
        .collect::<Result<_, _>>()
        .map_err(wrong_chain)?;
    if chain.is_empty() {
        return Err(wrong_chain(pem::Error::NoItemsFound));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|cause| wrong("--tls-key", &files.key, "a PEM file with a private key", cause))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
