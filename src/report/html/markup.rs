//! Pieces of HTML that all pages share: text that is no markup, and tables.

use std::fmt::Write;

use crate::report::facts::printable;

/// Text that is no markup, whoever wrote it.
pub(in crate::report) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// Opens a table under these heads.
pub(in crate::report) fn head<T: AsRef<str>>(out: &mut String, heads: &[T]) {
    out.push_str("<table>\n<thead><tr>");
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(head.as_ref()));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

/// A row: each cell with its class, which may be empty.
pub(in crate::report) fn row(out: &mut String, cells: &[(&str, String)]) {
    out.push_str("<tr>");
    for (class, text) in cells {
        cell(out, class, text);
    }
    out.push_str("</tr>\n");
}

/// A cell.
pub(in crate::report) fn cell(out: &mut String, class: &str, text: &str) {
    let _ = match class {
        "" => write!(out, "<td>{}</td>", escape(text)),
        class => write!(out, "<td class=\"{class}\">{}</td>", escape(text)),
    };
}

/// Closes a table.
pub(in crate::report) fn end(out: &mut String) {
    out.push_str("</tbody>\n</table>\n");
}

/// A heading within a part of the page.
pub(in crate::report) fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "<h3>{}</h3>", escape(text));
}

/// A paragraph with its class, which may be empty.
pub(in crate::report) fn paragraph(out: &mut String, class: &str, text: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let _ = writeln!(out, "<p{class}>{}</p>", escape(text));
}

/// Opens what a wide table scrolls in.
pub(in crate::report) fn open(out: &mut String) {
    out.push_str("<div class=\"wide\">\n");
}

/// Closes it.
pub(in crate::report) fn close(out: &mut String) {
    out.push_str("</div>\n");
}

/// What follows `#unit/` in the address of a unit's part of the page: every byte but letters and digits is written `%XX`,
/// which no id can break out of.
pub(in crate::report) fn address(id: &str) -> String {
    id.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_no_markup() {
        assert_eq!(escape("<b onclick='x'>&\"\u{202e}"), "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;\u{fffd}");
        assert_eq!(address("甲-1_\"<"), "%E7%94%B2-1_%22%3C");
    }
}
