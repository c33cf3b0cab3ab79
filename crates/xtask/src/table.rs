//! Aligned text tables for the terminal, coloured only where somebody looks.

use std::io::IsTerminal;

/// How a cell is to be seen on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// Nothing to worry about.
    Good,
    /// Worth a look.
    Bad,
}

/// Rows of cells; the first row is the head. The first column is aligned left, the others right
/// unless they hold words.
#[derive(Debug, Default)]
pub struct Table {
    words: Option<usize>,
    rows: Vec<Vec<(String, Tone)>>,
}

impl Table {
    /// A table with this head.
    pub fn new(head: &[&str]) -> Table {
        let mut table = Table::default();
        table.row(head.iter().map(|cell| ((*cell).to_owned(), Tone::Plain)).collect());
        table
    }

    /// Aligns this column left, too.
    pub fn with_words(mut self, column: usize) -> Table {
        self.words = Some(column);
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<(String, Tone)>) {
        self.rows.push(cells);
    }

    /// Writes the table to standard output.
    pub fn print(&self) {
        let coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        print!("{}", self.render(coloured));
    }

    /// The table as text.
    pub fn render(&self, coloured: bool) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|(text, _)| text.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, tone)) in row.iter().enumerate() {
                let padding = " ".repeat(widths[column] - cell.chars().count());
                let shown = match (coloured, tone) {
                    (true, Tone::Good) => format!("\x1b[32m{cell}\x1b[0m"),
                    (true, Tone::Bad) => format!("\x1b[31m{cell}\x1b[0m"),
                    _ => cell.clone(),
                };
                if column == 0 {
                    line += &(shown + &padding);
                } else if self.words == Some(column) {
                    line += &format!("  {shown}{padding}");
                } else {
                    line += &format!("  {padding}{shown}");
                }
            }
            text += line.trim_end();
            text.push('\n');
        }
        text
    }
}
