//! Cyclic redundancy checks.

/// `binascii.crc32` and `zlib.crc32`, going on from an earlier value.
pub fn crc32(bytes: &[u8], before: u32) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(bytes);
    hasher.finalize()
}

/// `binascii.crc_hqx`: CRC-CCITT, going on from an earlier value.
pub fn crc_hqx(bytes: &[u8], before: u16) -> u16 {
    bytes.iter().fold(before, |crc, byte| {
        let mixed = crc ^ u16::from(*byte) << 8;
        (0..8).fold(mixed, |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    })
}
