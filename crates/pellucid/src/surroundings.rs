//! The host that most interpreters have: the process they run in.

use std::io::{self, BufRead, Write};

use pellucid_runtime::vm::Host;

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
}
