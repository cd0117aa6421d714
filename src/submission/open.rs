//! A file's bytes as sheets: what it really is, whether it can be read, and its fingerprint.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::archive::{self, Refusal};
use super::contents::{Contents, Fault};
use super::grid::Grid;
use super::stamp::{self, Stamp};
use super::{SourceFile, delimited, legacy, opendocument, workbook};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::table::Input;
use crate::words::data::{DataProblem, FileFault};

/// Bytes of a file that are read at all.
const MOST_BYTES: u64 = 256 << 20;

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Fault {
        match refusal {
            Refusal::Unreadable(fault) => Fault::Unreadable(fault),
            Refusal::TooLarge(fault) => Fault::TooLarge(fault),
        }
    }
}

/// A file that was read as far as it goes.
pub(crate) struct Opened {
    /// The path as the user would write it.
    pub(crate) name: Arc<str>,
    /// Its fingerprint, if its bytes could be had.
    pub(crate) input: Option<Input>,
    /// Visible sheets in order; none when it cannot be read.
    pub(crate) grids: Vec<Grid>,
    /// What a form says of its own making.
    pub(crate) stamp: Option<Stamp>,
    /// What was wrong with the file as a whole.
    pub(crate) problems: Vec<Diagnostic>,
}

/// Reads a file. Whatever is wrong with it becomes one diagnostic, and the rest of the work goes on.
pub(crate) fn open(file: &SourceFile) -> Opened {
    open_as(file, false)
}

/// Reads a file as a person sees it: with its merged cells.
pub(crate) fn open_merged(file: &SourceFile) -> Opened {
    open_as(file, true)
}

fn open_as(file: &SourceFile, merged: bool) -> Opened {
    let name: Arc<str> = file.name.as_str().into();
    let mut opened =
        Opened { name: Arc::clone(&name), input: None, grids: Vec::new(), stamp: None, problems: Vec::new() };
    let place = Place::File(Arc::clone(&name));
    let bytes = match load(&file.path) {
        Ok(bytes) => bytes,
        Err(fault) => {
            opened.problems.push(Diagnostic::new(problem(&file.name, fault), place));
            return opened;
        }
    };
    opened.input = Some(Input { name: file.name.clone(), fingerprint: fingerprint(&bytes) });
    let extension = extension(&file.path);
    // The readers of foreign formats are not proof against every malformed file; a panic in one costs that file only.
    GUARDED.set(true);
    let read = catch_unwind(AssertUnwindSafe(|| dispatch(&name, &extension, &bytes, merged)));
    GUARDED.set(false);
    match read {
        Ok(Ok(contents)) => {
            if let Some((encoding, lossy)) =
                contents.encoding.filter(|(encoding, lossy)| *lossy || *encoding != "UTF-8")
            {
                let severity = if lossy { Severity::Warning } else { Severity::Note };
                let encoding = DataProblem::Encoding { encoding: encoding.to_owned() };
                opened.problems.push(Diagnostic::new(encoding, place.clone()).severity(severity));
            }
            if let Some(sheet) = contents.broken {
                opened.problems.push(Diagnostic::new(DataProblem::Broken { file: file.name.clone(), sheet }, place));
            }
            opened.grids = contents.grids;
            opened.grids.iter_mut().for_each(Grid::settle);
            opened.stamp = opened.grids.iter().filter(|grid| is_stamp(grid)).find_map(Stamp::of);
            opened.grids.retain(|grid| !is_stamp(grid));
        }
        Ok(Err(fault)) => opened.problems.push(Diagnostic::new(problem(&file.name, fault), place)),
        Err(_) => {
            let fault = Fault::Unreadable(FileFault::Damaged { detail: extension });
            opened.problems.push(Diagnostic::new(problem(&file.name, fault), place));
        }
    }
    opened
}

fn is_stamp(grid: &Grid) -> bool {
    grid.sheet.as_deref() == Some(stamp::SHEET)
}

/// Why a file gave nothing.
pub(super) fn problem(file: &str, fault: Fault) -> DataProblem {
    match fault {
        Fault::Unreadable(detail) => DataProblem::Unreadable { file: file.to_owned(), detail },
        Fault::TooLarge(detail) => DataProblem::TooLarge { file: file.to_owned(), detail },
    }
}

/// The bytes of a file.
pub(super) fn load(path: &Path) -> Result<Vec<u8>, Fault> {
    let os = |error: std::io::Error| Fault::Unreadable(FileFault::Os { message: error.to_string() });
    let size = std::fs::metadata(path).map_err(os)?.len();
    if size > MOST_BYTES {
        return Err(Fault::TooLarge(FileFault::ManyBytes { mebibytes: 256 }));
    }
    std::fs::read(path).map_err(os)
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What the first bytes say a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Zip,
    /// The container of .xls and of encrypted workbooks.
    Compound,
    WebPage,
    Other,
}

fn nature(bytes: &[u8]) -> Nature {
    if bytes.starts_with(b"PK") {
        return Nature::Zip;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Nature::Compound;
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(2048)).unwrap_or(bytes)).to_ascii_lowercase();
    let start = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let marked = ["<html", "<!doctype html", "<table", "<?xml", "<meta", "mime-version"];
    if marked.iter().any(|mark| start.starts_with(mark)) { Nature::WebPage } else { Nature::Other }
}

thread_local! {
    /// Whether this thread is inside a reader of a foreign format, whose panic becomes a diagnostic.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps a panic that becomes a diagnostic from being printed as well; for programs, once at their start.
pub fn quiet_guarded_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            before(info);
        }
    }));
}

/// The formats that are read, by the end of the file's name.
const EXTENSIONS: [&str; 8] = ["csv", "txt", "tsv", "xlsx", "xlsm", "xlsb", "xls", "ods"];

fn extension(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// Whether a file's name ends like a submission's.
pub fn is_readable(path: &Path) -> bool {
    EXTENSIONS.contains(&extension(path).as_str())
}

fn dispatch(name: &Arc<str>, extension: &str, bytes: &[u8], merged: bool) -> Result<Contents, Fault> {
    let fail = |fault| Err(Fault::Unreadable(fault));
    if !EXTENSIONS.contains(&extension) {
        return fail(FileFault::UnknownType { extension: extension.to_owned() });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return fail(FileFault::Empty);
    }
    let really = |extension: &str| Err(Fault::Unreadable(FileFault::Misnamed { really: extension.to_owned() }));
    match (extension, nature(bytes)) {
        (_, Nature::Compound) if encrypted(bytes) => fail(FileFault::Password),
        (_, Nature::WebPage) => fail(FileFault::WebPage),
        ("csv" | "txt" | "tsv", Nature::Other) => delimited::read(name, bytes),
        ("csv" | "txt" | "tsv" | "xls", Nature::Zip) => really(".xlsx"),
        ("xls", Nature::Compound) => legacy::read(name, bytes),
        (_, Nature::Compound) => really(".xls"),
        ("ods", Nature::Zip) => opendocument::read(name, archive::open(bytes)?),
        ("xlsb", Nature::Zip) => {
            archive::open(bytes)?;
            workbook::read_binary(name, bytes)
        }
        (_, Nature::Zip) => {
            archive::open(bytes)?;
            workbook::read(name, bytes, merged)
        }
        (_, Nature::Other) => fail(FileFault::NotAWorkbook),
    }
}

/// Whether a compound file is the envelope of an encrypted workbook.
fn encrypted(bytes: &[u8]) -> bool {
    let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(mark.len()).any(|window| window == mark)
}
