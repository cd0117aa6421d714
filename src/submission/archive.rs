//! The zip archive behind .xlsx, .xlsb and .ods: how large it really is, before anything is unpacked for good.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use crate::words::data::FileFault;

/// Bytes a file may unpack to.
const MOST_BYTES: u64 = 256 << 20;
/// Unpacked bytes from which the ratio counts; small files of blanks pack tightly and do no harm.
const RATIO_FROM: u64 = 16 << 20;
/// Unpacked bytes for one packed byte; workbooks stay below 50.
const MOST_RATIO: u64 = 200;
/// The tightest that deflate can pack.
const DEFLATE_RATIO: u64 = 1032;

/// Why an archive is refused: what it declares or what it really holds is too much, or it is broken.
pub(crate) enum Refusal {
    /// It cannot be opened.
    Unreadable(FileFault),
    /// It would fill the memory.
    TooLarge(FileFault),
}

/// Opens an archive after making sure that it unpacks to a bounded size. A directory may lie about sizes, so a file
/// that could hold more than the bound is unpacked once into nothing.
pub(crate) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Unreadable(FileFault::Truncated))?;
    let packed = bytes.len() as u64;
    let many = Refusal::TooLarge(FileFault::ManyBytes { mebibytes: 256 });
    let mut declared = 0_u64;
    for position in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(position) else { continue };
        declared = declared.saturating_add(entry.size());
    }
    if declared > MOST_BYTES {
        return Err(many);
    }
    if too_tight(declared, packed) {
        return Err(Refusal::TooLarge(FileFault::Packed));
    }
    if packed.saturating_mul(DEFLATE_RATIO) <= RATIO_FROM {
        return Ok(archive);
    }
    let mut real = 0_u64;
    for position in 0..archive.len() {
        let Ok(entry) = archive.by_index(position) else { continue };
        let rest = MOST_BYTES - real;
        // A broken entry is met again, and told, by whoever reads it.
        let mut counted = Counted { inner: entry.take(rest + 1), count: 0 };
        let _ = io::copy(&mut counted, &mut io::sink());
        real += counted.count;
        if real > MOST_BYTES {
            return Err(many);
        }
        if too_tight(real, packed) {
            return Err(Refusal::TooLarge(FileFault::Packed));
        }
    }
    Ok(archive)
}

fn too_tight(unpacked: u64, packed: u64) -> bool {
    unpacked > RATIO_FROM && unpacked / packed.max(1) > MOST_RATIO
}

/// Counts what was read, also when reading ends in an error.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}
