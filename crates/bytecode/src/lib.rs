//! Register bytecode: the contract between the compiler and the virtual machine.
//!
//! Everything about an instruction stands in one row of the table in `instruction.rs`; encoder,
//! decoder, disassembler and the list of handlers are generated from it. This crate knows neither
//! objects nor parsing.

mod code;
mod constant;
mod disassemble;
mod instruction;
mod number;
mod operand;
mod positions;
mod renumber;
mod serialise;
mod verify;
mod word;

pub use code::{CodeFlags, CodeUnit, Handler, LocalKind};
pub use constant::Constant;
pub use disassemble::disassemble;
pub use instruction::{Common, Comparison, Intrinsic, Layout, Opcode, Role, Special};
pub use operand::{Operand, OperandKind, REGISTERS_MAX};
pub use positions::{Position, Positions};
pub use serialise::{Malformed, deserialise, format_fingerprint, serialise};
pub use verify::{Defect, verify};
pub use word::Word;
