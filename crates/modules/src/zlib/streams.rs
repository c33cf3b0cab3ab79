//! Deflating and inflating streams, in zlib, gzip and raw form.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::binary;

use super::{OUTPUT_STEP, Wrapper, failure};

const GZIP_HEADER: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];

pub(super) struct Deflater {
    stream: Compress,
    wrapper: Wrapper,
    started: bool,
    checksum: u32,
    length: u32,
}

impl Deflater {
    pub(super) fn new(level: Compression, wrapper: Wrapper) -> Deflater {
        Deflater {
            stream: Compress::new(level, wrapper == Wrapper::Zlib),
            wrapper,
            started: false,
            checksum: 0,
            length: 0,
        }
    }

    pub(super) fn run(&mut self, input: &[u8], flush: FlushCompress) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        if self.wrapper == Wrapper::Gzip && !self.started {
            out.extend_from_slice(&GZIP_HEADER);
        }
        self.started = true;
        self.checksum = binary::crc32(input, self.checksum);
        self.length = self.length.wrapping_add(input.len() as u32);
        let mut position = 0;
        loop {
            out.try_reserve(OUTPUT_STEP).ok()?;
            let before = self.stream.total_in();
            let (made, room) = (out.len(), out.capacity());
            let status = self.stream.compress_vec(&input[position..], &mut out, flush).ok()?;
            position += (self.stream.total_in() - before) as usize;
            let full = out.len() == room;
            let idle = out.len() == made && self.stream.total_in() == before;
            let done = match flush {
                FlushCompress::Finish => status == Status::StreamEnd,
                _ => position == input.len() && !full,
            };
            if done || (idle && !full) {
                break;
            }
        }
        if self.wrapper == Wrapper::Gzip && matches!(flush, FlushCompress::Finish) {
            out.extend_from_slice(&self.checksum.to_le_bytes());
            out.extend_from_slice(&self.length.to_le_bytes());
        }
        Some(out)
    }
}

/// Decompression under way.
pub(super) struct Inflater {
    stream: Decompress,
    wrapper: Wrapper,
    /// What of gzip's header has not been understood yet.
    header: Option<Vec<u8>>,
    trailer: Vec<u8>,
    checksum: u32,
    pub(super) ended: bool,
    /// The data are over, the trailer is not.
    body_done: bool,
}

/// Why decompression stopped.
pub(super) enum Stop {
    Data(&'static str),
    Memory,
    Dictionary,
}

impl Inflater {
    pub(super) fn new(wrapper: Wrapper) -> Inflater {
        Inflater {
            stream: Decompress::new(wrapper == Wrapper::Zlib),
            wrapper,
            header: (wrapper == Wrapper::Gzip).then(Vec::new),
            trailer: Vec::new(),
            checksum: 0,
            ended: false,
            body_done: false,
        }
    }

    /// Decompresses up to `most` bytes; gives them and how much of the input was used.
    pub(super) fn run(&mut self, input: &[u8], most: usize) -> Result<(Vec<u8>, usize), Stop> {
        let mut out = Vec::new();
        let mut position = 0;
        if let Some(header) = &mut self.header {
            let known = header.len();
            header.extend_from_slice(input);
            match gzip_header_length(header)? {
                Some(length) => {
                    position = length - known.min(length);
                    self.header = None;
                }
                None => return Ok((out, input.len())),
            }
        }
        while !self.body_done && out.len() < most {
            let room = OUTPUT_STEP.min(most - out.len());
            out.try_reserve_exact(room).map_err(|_| Stop::Memory)?;
            let mut step = vec![0; room];
            let (before_in, before_out) = (self.stream.total_in(), self.stream.total_out());
            let status =
                self.stream.decompress(&input[position..], &mut step, FlushDecompress::Sync);
            let status = status.map_err(|error| match error.needs_dictionary() {
                Some(_) => Stop::Dictionary,
                None => Stop::Data(self.complaint()),
            })?;
            position += (self.stream.total_in() - before_in) as usize;
            let made = (self.stream.total_out() - before_out) as usize;
            out.extend_from_slice(&step[..made]);
            if self.wrapper == Wrapper::Gzip {
                self.checksum = binary::crc32(&step[..made], self.checksum);
            }
            if status == Status::StreamEnd {
                self.body_done = true;
            } else if made == 0 && (position >= input.len() || status == Status::BufError) {
                break;
            }
        }
        if self.body_done && !self.ended {
            if self.wrapper == Wrapper::Gzip {
                let wanted = (8 - self.trailer.len()).min(input.len() - position);
                self.trailer.extend_from_slice(&input[position..position + wanted]);
                position += wanted;
                if self.trailer.len() == 8 {
                    if self.trailer[..4] != self.checksum.to_le_bytes() {
                        return Err(Stop::Data("incorrect data check"));
                    }
                    self.ended = true;
                }
            } else {
                self.ended = true;
            }
        }
        Ok((out, position))
    }

    pub(super) fn complaint(&self) -> &'static str {
        if self.stream.total_in() <= 2 && self.wrapper == Wrapper::Zlib {
            "incorrect header check"
        } else {
            "invalid data"
        }
    }
}

/// The length of a gzip header; nothing while it is not complete.
pub(super) fn gzip_header_length(bytes: &[u8]) -> Result<Option<usize>, Stop> {
    if bytes.iter().zip([0x1F, 0x8B, 8]).any(|(byte, wanted)| *byte != wanted) {
        return Err(Stop::Data("incorrect header check"));
    }
    let Some(&flags) = bytes.get(3) else { return Ok(None) };
    let mut at = 10;
    if flags & 4 != 0 {
        let (Some(&low), Some(&high)) = (bytes.get(at), bytes.get(at + 1)) else { return Ok(None) };
        at += 2 + usize::from(low) + usize::from(high) * 256;
    }
    for bit in [8, 16] {
        if flags & bit != 0 {
            let Some(end) =
                bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0))
            else {
                return Ok(None);
            };
            at += end + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    Ok((bytes.len() >= at).then_some(at))
}

pub(super) fn stopped(vm: &mut Vm, stop: Stop, doing: &str) -> Raised {
    match stop {
        Stop::Data(reason) => failure(vm, &format!("Error -3 while {doing}: {reason}")),
        Stop::Memory => vm.memory_error(),
        Stop::Dictionary => failure(vm, &format!("Error 2 while {doing}")),
    }
}
