//! Fingerprints of files: SHA-256, written in lower-case hexadecimal.

use sha2::{Digest, Sha256};

/// A hash of bytes that come bit by bit.
#[derive(Debug, Clone, Default)]
pub struct Hash(Sha256);

impl Hash {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The fingerprint of all bytes taken.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The fingerprint of bytes.
pub fn fingerprint(bytes: &[u8]) -> String {
    hex(&hash(bytes))
}

/// The hash itself, for what is a fingerprint of several.
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_that_of_fips_180_and_the_same_in_pieces() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(fingerprint(b"abc"), known);
        let mut pieces = Hash::default();
        pieces.update(b"a");
        pieces.update(b"bc");
        assert_eq!(pieces.finish(), known);
    }
}
