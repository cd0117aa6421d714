//! placeholder until merge
use crate::number::Decimal;
/// x
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// x
    Undefined,
    /// x
    Overflow,
}
/// x
pub fn ln(_: Decimal) -> Result<Decimal, Fault> {
    Err(Fault::Undefined)
}
/// x
pub fn exp(_: Decimal) -> Result<Decimal, Fault> {
    Err(Fault::Undefined)
}
/// x
pub fn sqrt(_: Decimal) -> Result<Decimal, Fault> {
    Err(Fault::Undefined)
}
/// x
pub fn pow(_: Decimal, _: Decimal) -> Result<Decimal, Fault> {
    Err(Fault::Overflow)
}
