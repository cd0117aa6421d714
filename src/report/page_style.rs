//! How pages look that are read once and printed: black on white, A4 across, no scripts.

/// The style sheet.
pub(super) const STYLE: &str = "\
@page { size: A4 landscape; margin: 12mm; }
body { font-family: \"Songti SC\", SimSun, \"Noto Serif CJK SC\", serif; font-size: 10.5pt; line-height: 1.5; max-width: 1100px; margin: 1.5em auto; padding: 0 1em; color: #000; background: #fff; }
h1, h2 { font-family: SimHei, \"Heiti SC\", \"Noto Sans CJK SC\", sans-serif; }
h1 { font-size: 16pt; text-align: center; }
h2 { font-size: 12.5pt; margin: 1.4em 0 0.4em; break-after: avoid; }
.lead { text-align: center; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #666; padding: 2px 6px; vertical-align: top; text-align: left; }
th { background: #e4e4e4; font-weight: bold; text-align: center; }
td.n { text-align: right; white-space: nowrap; }
td.c { text-align: center; white-space: nowrap; }
td.name { white-space: nowrap; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
svg { width: 100%; height: auto; break-inside: avoid; font-size: 12px; }
svg .head { font-weight: bold; }
svg .row, svg .end { text-anchor: end; }
svg .span { fill: #3b5b7d; }
svg .dot { fill: #fff; stroke: #000; stroke-width: 1.5; }
footer { margin-top: 1.5em; font-size: 9pt; color: #333; }
";
