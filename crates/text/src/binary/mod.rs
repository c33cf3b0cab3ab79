//! Bytes written in ASCII: hexadecimal, base64, uuencode, quoted-printable; checksums. What `binascii`,
//! `bytes.hex` and `bytes.fromhex` need.

mod base64;
mod checksum;
mod hexadecimal;
mod quoted;
mod uuencode;

pub use base64::{Base64Error, from_base64, to_base64};
pub use checksum::{crc_hqx, crc32};
pub use hexadecimal::{HexadecimalError, from_hexadecimal, to_hexadecimal, unhexlify};
pub use quoted::{from_quoted, to_quoted};
pub use uuencode::{UuencodeError, from_uuencode, to_uuencode};
