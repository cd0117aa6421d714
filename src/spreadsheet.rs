//! What every spreadsheet program has in common: how large a sheet is, and how days are counted.

/// Rows of a sheet.
pub const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
pub const COLUMNS: u32 = 16_384;
/// 1970-01-01 as a spreadsheet counts days, in the 1900 system.
pub const EPOCH: i64 = 25_569;
/// The first of March 1900, from which on the count is that of the calendar.
const FIRST: i64 = 61;

/// Days since 1970-01-01 of a spreadsheet's date.
pub fn date_of_serial(serial: i64) -> i64 {
    serial - EPOCH
}

/// A day (since 1970-01-01) as a spreadsheet counts; none where it counts otherwise than the calendar.
pub fn serial_of_date(day: i64) -> Option<i64> {
    day.checked_add(EPOCH).filter(|serial| *serial >= FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        assert_eq!(date_of_serial(25_569), 0);
        // 1900-03-01 is the 61st day of a system that knows a 29th of February before it.
        assert_eq!(serial_of_date(-25_508), Some(61));
        assert_eq!(serial_of_date(-25_509), None);
        assert_eq!(serial_of_date(i64::MAX), None);
    }
}
