//! The `kaohe` command.
fn main() {}
