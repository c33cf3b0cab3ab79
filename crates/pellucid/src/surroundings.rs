//! The host that most interpreters have: the process they run in.

use std::io::{self, BufRead, Write};

use pellucid_runtime::vm::{Host, address_space_limit};

/// Files and standard streams of the process.
pub struct StandardHost;

impl Host for StandardHost {
    fn write_stderr(&self, text: &[u8]) {
        // Nobody can be told that even this did not work.
        let _ = io::stderr().write_all(text);
    }

    fn read_file(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn read_line(&self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        io::stdin().lock().read_until(b'\n', &mut line)?;
        Ok(line)
    }

    fn write_stdout(&self, text: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(text)?;
        stdout.flush()
    }

    /// What the limit of the address space leaves, less what is for storage that the heap does not count.
    fn memory_left(&self) -> Option<usize> {
        let limit = Some(address_space_limit()).filter(|&limit| limit != usize::MAX)?;
        let left = limit.saturating_sub(address_space());
        Some((left - left / UNCOUNTED_FRACTION).saturating_sub(UNCOUNTED_BYTES))
    }
}

/// This part of what is left, and so many bytes of the rest, are for what the heap does not count.
const UNCOUNTED_FRACTION: usize = 6;
const UNCOUNTED_BYTES: usize = 16 << 20;

/// Bytes of address space that the process has; 0 where the system does not say.
fn address_space() -> usize {
    // proc(5): the first number of `statm` is the size in pages.
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').next().and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0).saturating_mul(rustix::param::page_size())
}
