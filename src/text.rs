//! Text as it arrives: encodings, and the many ways to write the same word.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use unicode_normalization::UnicodeNormalization;

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding that was found, as people call it.
    pub encoding: &'static str,
    /// Whether bytes had to be replaced: the encoding was guessed and does not fit everywhere.
    pub lossy: bool,
}

/// Decodes what Notepad, Excel or a program saved: a byte order mark decides, then valid UTF-8, then valid GB18030
/// (which holds GBK and GB2312), and only then a guess by frequency.
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, lossy) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return Decoded { text: text.into_owned(), encoding: encoding.name(), lossy };
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return Decoded { text: text.to_owned(), encoding: UTF_8.name(), lossy: false };
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        let (text, lossy) = encoding.decode_without_bom_handling(bytes);
        return Decoded { text: text.into_owned(), encoding: encoding.name(), lossy };
    }
    let (text, broken) = GB18030.decode_without_bom_handling(bytes);
    if !broken {
        return Decoded { text: text.into_owned(), encoding: GB18030.name(), lossy: false };
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), lossy }
}

/// A text in the encoding of a file that holds another; `None` where the file does not hold exactly that, or its encoding
/// is one that is only read.
pub fn encode_like(file: &[u8], holds: &str, text: &str) -> Option<Vec<u8>> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let (mark, body) = if file.starts_with(MARK) { file.split_at(MARK.len()) } else { ([].as_slice(), file) };
    for encoding in [UTF_8, GB18030] {
        let encode = |text: &str| encoding.encode(text).0.into_owned();
        if encode(holds) == body {
            return Some([mark, encode(text).as_slice()].concat());
        }
    }
    None
}

/// UTF-16 without a mark shows as a NUL in every second byte of its ASCII part.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or(bytes);
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 16 + 1;
    match (even >= enough, odd >= enough) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// A word as it is compared: full-width forms made half-width, no blanks of any kind, lower case.
pub fn fold(word: &str) -> String {
    word.nfkc()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A name as names are compared: as [`fold`] does, and in simplified characters.
pub fn word_key(name: &str) -> String {
    let folded = fold(name);
    if folded.is_ascii() { folded } else { simplified(&folded) }
}

/// Traditional characters written as simplified ones: 質監局 as 质监局.
pub fn simplified(text: &str) -> String {
    fast2s::convert(text)
}

/// Text with full-width forms made half-width and outer blanks (NBSP and full-width too) removed.
pub fn half_width(text: &str) -> String {
    text.nfkc()
        .collect::<String>()
        .trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_is_read_from_every_encoding_people_save() {
        let text = "单位,合格率\n甲县,98.5%\n";
        let gbk = GB18030.encode(text).0.into_owned();
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [b"\xff\xfe".as_slice(), &utf16].concat();
        for bytes in [text.as_bytes().to_vec(), [b"\xef\xbb\xbf", text.as_bytes()].concat(), gbk, marked, utf16] {
            let decoded = decode(&bytes);
            assert_eq!((decoded.text.as_str(), decoded.lossy), (text, false), "{}", decoded.encoding);
        }
    }

    #[test]
    fn a_text_is_written_in_the_encoding_of_the_file() {
        let gbk = GB18030.encode("甲\r\n").0.into_owned();
        assert_eq!(encode_like(&gbk, "甲\r\n", "乙\r\n"), Some(GB18030.encode("乙\r\n").0.into_owned()));
        assert_eq!(encode_like(b"\xef\xbb\xbfa", "a", "乙"), Some([b"\xef\xbb\xbf", "乙".as_bytes()].concat()));
        assert_eq!(encode_like(b"a", "b", "c"), None);
        assert_eq!(encode_like(b"\xff\xfea\0", "a", "c"), None);
    }

    #[test]
    fn width_case_and_blanks_do_not_make_another_word() {
        assert_eq!(fold(" 合格率（％）"), fold("合格率(%)"));
        assert_eq!(fold("GDP 增速"), fold("ｇｄｐ\u{a0}增速"));
        assert_eq!(half_width("\u{3000}９８.５％\u{a0}"), "98.5%");
        assert_eq!(word_key(" 監督抽查（％）"), word_key("监督抽查(%)"));
    }
}
