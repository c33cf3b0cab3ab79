//! Prints what the compiler says about each snippet of a file of JSON-free records: snippets separated by a line `---`.

use pellucid_compiler::{Options, compile};

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for snippet in text.split("\n---\n") {
            match compile(snippet, "<t>", &Options::default()) {
                Ok(_) => println!("ok"),
                Err(error) => println!(
                    "{:?}|{}|{}|{}|{}|{}",
                    error.kind,
                    error.message,
                    error.line,
                    error.column,
                    error.end_line,
                    error.end_column
                ),
            }
        }
    }
}
