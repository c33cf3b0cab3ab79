//! The line on the terminal that says which cell runs.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::os::fd::AsFd;
use std::time::Instant;

/// The longest part of a cell that is shown.
const SHOWN: usize = 50;

/// The line; nothing where standard error is no terminal.
pub struct Progress {
    terminal: Option<File>,
    count: usize,
    started: Instant,
}

impl Progress {
    /// Opens the line, on the stream as it is now.
    pub fn open(count: usize) -> Progress {
        let stderr = std::io::stderr();
        let terminal = stderr.is_terminal().then(|| stderr.as_fd().try_clone_to_owned().ok());
        let terminal = terminal.flatten().map(File::from);
        Progress { terminal, count, started: Instant::now() }
    }

    fn write(&mut self, text: &str) {
        if let Some(terminal) = &mut self.terminal {
            // A terminal that is gone needs no line.
            let _ = terminal.write_all(text.as_bytes());
        }
    }

    /// The cell at a position begins.
    pub fn show(&mut self, position: usize, source: &str) {
        let first = source.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let visible = |char: &char| !char.is_control();
        let first: String = first.chars().filter(visible).take(SHOWN).collect();
        let seconds = self.started.elapsed().as_secs();
        self.write(&format!("\r\u{1b}[K[{}/{}] {seconds} s  {first}", position + 1, self.count));
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        self.write("\r\u{1b}[K");
    }

    /// Says where the notebook is.
    pub fn done(&mut self, name: &str) {
        let seconds = self.started.elapsed().as_secs_f64();
        self.write(&format!("wrote {name} ({seconds:.1} s)\n"));
    }
}
