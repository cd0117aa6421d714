//! A file's bytes as sheets: what it really is, whether it can be read, and its fingerprint.

use std::cell::Cell;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::archive::{self, Refusal};
use super::contents::{Contents, Fault};
use super::grid::Grid;
use super::stamp::{self, Stamp};
use super::{SourceFile, delimited, legacy, opendocument, workbook};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::fingerprint::fingerprint;
use crate::table::Input;
use crate::text::decode;
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
    /// The beginnings of hidden sheets.
    pub(crate) hidden: Vec<Grid>,
    /// What a form says of its own making.
    pub(crate) stamp: Option<Stamp>,
    /// What was wrong with the file as a whole.
    pub(crate) problems: Vec<Diagnostic>,
}

/// Reads a file. Whatever is wrong with it becomes one diagnostic, and the rest of the work goes on.
pub(crate) fn open(file: &SourceFile) -> Opened {
    let name: Arc<str> = file.name.as_str().into();
    let (grids, hidden, problems) = (Vec::new(), Vec::new(), Vec::new());
    let mut opened = Opened { name: Arc::clone(&name), input: None, grids, hidden, stamp: None, problems };
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
    let read = catch_unwind(AssertUnwindSafe(|| dispatch(&name, &extension, &bytes)));
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
            if let Some(really) = contents.really {
                let problem = DataProblem::OtherFormat { really: really.to_owned() };
                opened.problems.push(Diagnostic::new(problem, place.clone()));
            }
            if let Some(sheet) = contents.broken {
                opened.problems.push(Diagnostic::new(DataProblem::Broken { file: file.name.clone(), sheet }, place));
            }
            (opened.grids, opened.hidden) = (contents.grids, contents.hidden);
            opened.grids.iter_mut().chain(&mut opened.hidden).for_each(Grid::settle);
            // Programs that know no hidden sheets show the stamp.
            opened.stamp = opened.grids.iter().chain(&opened.hidden).filter(|grid| is_stamp(grid)).find_map(Stamp::of);
            opened.grids.retain(|grid| !is_stamp(grid));
            opened.hidden.retain(|grid| !is_stamp(grid));
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
    let os = |error: std::io::Error| {
        Fault::Unreadable(match error.kind() {
            ErrorKind::NotFound => FileFault::NotFound,
            ErrorKind::PermissionDenied => FileFault::Denied,
            _ => FileFault::Os { message: error.to_string() },
        })
    };
    let about = std::fs::metadata(path).map_err(os)?;
    if !about.is_file() {
        return Err(Fault::Unreadable(FileFault::NoFile));
    }
    if about.len() > MOST_BYTES {
        return Err(Fault::TooLarge(FileFault::ManyBytes { mebibytes: 256 }));
    }
    std::fs::read(path).map_err(os)
}

/// What the first bytes say a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Zip,
    /// The container of .xls and of encrypted workbooks.
    Compound,
    WebPage,
    /// “XML spreadsheet 2003”.
    XmlSheet,
    Other,
}

fn nature(bytes: &[u8]) -> Nature {
    if bytes.starts_with(b"PK") {
        return Nature::Zip;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Nature::Compound;
    }
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or(bytes);
    // The end of the head may cut a character, which the marks of UTF-16 survive and its absence does not need.
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let head = if wide { decode(head).text } else { String::from_utf8_lossy(head).into_owned() }.to_ascii_lowercase();
    let start = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let marked = ["<html", "<!doctype html", "<table", "<?xml", "<meta", "<style", "<!--", "mime-version"];
    if start.starts_with("<?xml") && head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Nature::XmlSheet
    } else if marked.iter().any(|mark| start.starts_with(mark)) {
        Nature::WebPage
    } else {
        Nature::Other
    }
}

/// Whether there is nothing in a file: no bytes, a mark of its encoding alone, blanks, or zeros.
fn is_blank(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let bare = marks.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
    bare.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0)
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

/// Texts in columns, by the end of the file's name.
const TEXTS: [&str; 3] = ["csv", "txt", "tsv"];
/// The formats that are read, by the end of the file's name.
const EXTENSIONS: [&str; 8] = ["csv", "txt", "tsv", "xlsx", "xlsm", "xlsb", "xls", "ods"];

fn extension(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// Whether a file's name ends like a submission's.
pub fn is_readable(path: &Path) -> bool {
    EXTENSIONS.contains(&extension(path).as_str())
}

/// Reads a file as what it really is; people rename files, and programs name them after what their users know.
fn dispatch(name: &Arc<str>, extension: &str, bytes: &[u8]) -> Result<Contents, Fault> {
    let fail = |fault| Err(Fault::Unreadable(fault));
    if !EXTENSIONS.contains(&extension) {
        return fail(FileFault::UnknownType { extension: extension.to_owned() });
    }
    if is_blank(bytes) {
        return fail(FileFault::Empty);
    }
    let is_text = TEXTS.contains(&extension);
    let (mut contents, named) = match nature(bytes) {
        Nature::Compound if encrypted(bytes) => return fail(FileFault::Password),
        Nature::WebPage => return fail(FileFault::WebPage),
        Nature::XmlSheet => return fail(FileFault::XmlSheet),
        Nature::Other if !is_text && !delimited::is_table(bytes) => return fail(FileFault::NotAWorkbook),
        Nature::Other => (delimited::read(name, bytes)?, &TEXTS[..]),
        Nature::Compound => (legacy::read(name, bytes)?, &["xls"][..]),
        Nature::Zip => {
            let mut archive = archive::open(bytes)?;
            let holds = |part: &str| archive.index_for_name(part).is_some();
            if holds("xl/workbook.bin") {
                (workbook::read_binary(name, bytes, &mut archive)?, &["xlsb"][..])
            } else if holds("content.xml") {
                (opendocument::read(name, archive)?, &["ods"][..])
            } else if archive.file_names().flatten().any(|part| part.starts_with("xl/")) {
                (workbook::read(name, bytes, &mut archive)?, &["xlsx", "xlsm"][..])
            } else {
                return fail(FileFault::NotAWorkbook);
            }
        }
    };
    if !named.contains(&extension) {
        contents.really = named.first().copied();
    }
    Ok(contents)
}

/// Whether a compound file is the envelope of an encrypted workbook.
fn encrypted(bytes: &[u8]) -> bool {
    let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(mark.len()).any(|window| window == mark)
}
