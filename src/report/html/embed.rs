//! What a page carries for its script: JSON that cannot end the element it stands in, and the policy that lets nothing else
//! run.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A value as JSON inside a `script` element: whatever its texts hold, there is no `<` that a browser could read as a tag.
pub(super) fn json(value: &impl Serialize) -> anyhow::Result<String> {
    let plain = serde_json::to_string(value)?;
    let mut safe = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => safe.push(c),
        }
    }
    Ok(safe)
}

/// An element with data that is read when it is needed.
pub(super) fn data(id: &str, value: &impl Serialize) -> anyhow::Result<String> {
    Ok(format!("<script type=\"application/json\" id=\"{id}\">{}</script>\n", json(value)?))
}

/// The Content-Security-Policy of a page whose only scripts and style are these: nothing is fetched, nothing else runs.
pub(super) fn policy(scripts: &[&str], style: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let scripts: Vec<String> = scripts.iter().map(|script| hash(script)).collect();
    format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
        scripts.join(" "),
        hash(style)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_element() {
        let hostile = "</script><img src=x onerror=alert(1)>&\u{2028}<!--";
        let safe = json(&hostile).unwrap();
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), hostile);
    }

    #[test]
    fn the_policy_names_script_and_style_by_their_hashes() {
        // echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(policy(&["alert(1)"], "").contains("script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"));
    }
}
