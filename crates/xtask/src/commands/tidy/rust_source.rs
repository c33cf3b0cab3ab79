//! Rules for Rust files: their first line and length, `unsafe`, and words of unfinished work.
//!
//! The lints deny most of this where they reach; this check also sees what an `allow` would hide.

use std::path::Path;

use super::Finding;

const LINES_MAX: usize = 500;

/// Where `unsafe` may stand; in `macros` it is quoted, for the code that they write.
const UNSAFE_FOLDERS: [&str; 4] =
    ["crates/heap/", "crates/macros/", "crates/runtime/src/object", "crates/runtime/src/vm"];

/// What only a test may say, and a half-written program otherwise.
const UNFINISHED: [&str; 5] = [".unwrap()", ".unwrap_err()", "todo!(", "unimplemented!(", "dbg!("];

/// Checks one Rust file.
pub fn check(path: &Path, content: &str, findings: &mut Vec<Finding>) {
    let first = content.lines().next().unwrap_or("");
    if !first.starts_with("//! ") {
        findings.push(Finding::new(
            path,
            1,
            "the first line does not say what the file is for (`//! ...`)",
        ));
    }
    let length = content.lines().count();
    let head = content.lines().take_while(|line| line.starts_with("//!"));
    let excused = head.clone().any(|line| line.trim_start_matches("//! ").starts_with("Long: "));
    if length > LINES_MAX && !excused {
        let sentence = format!("{length} lines, and no `//! Long: REASON` in its head");
        findings.push(Finding::new(path, length, sentence));
    }
    let test_file = path.iter().any(|part| part == "tests" || part == "benches")
        || path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"));
    let unsafe_allowed =
        UNSAFE_FOLDERS.iter().any(|folder| path.to_string_lossy().starts_with(folder));
    let lines: Vec<&str> = content.lines().collect();
    let mut in_tests = test_file;
    for (index, line) in lines.iter().enumerate() {
        // A test module closes its file, by convention.
        in_tests |= line.trim() == "#[cfg(test)]"
            && !lines.get(index + 1).is_some_and(|next| next.trim_end().ends_with(';'));
        let code = code_of(line);
        if !in_tests && let Some(word) = UNFINISHED.iter().find(|word| code.contains(**word)) {
            findings.push(Finding::new(path, index + 1, format!("`{word}` outside of tests")));
        }
        if !opens_unsafe(&code) {
            continue;
        }
        if !unsafe_allowed {
            findings.push(Finding::new(
                path,
                index + 1,
                "`unsafe` outside of the heap, the object model and the VM",
            ));
        } else if !explained(&lines, index) {
            findings.push(Finding::new(path, index + 1, "`unsafe` without a `// SAFETY:` line"));
        }
    }
}

/// The line without its comment and without what stands in string literals.
fn code_of(line: &str) -> String {
    let mut code = String::new();
    let mut characters = line.chars().peekable();
    let mut quoted = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' if quoted => {
                characters.next();
            }
            // The literal '"' opens no string.
            '\'' if !quoted && characters.peek() == Some(&'"') => {
                characters.nth(1);
            }
            '"' => quoted = !quoted,
            '/' if !quoted && characters.peek() == Some(&'/') => break,
            _ if !quoted => code.push(character),
            _ => {}
        }
    }
    code
}

fn opens_unsafe(code: &str) -> bool {
    let block = code.contains("unsafe {");
    block || code.contains("unsafe impl")
}

/// Whether a SAFETY comment stands in this line, in the statement before, or first in the block.
fn explained(lines: &[&str], index: usize) -> bool {
    let says = |line: &&str| line.contains("SAFETY:");
    if says(&lines[index]) || lines.get(index + 1).is_some_and(says) {
        return true;
    }
    let before = lines[..index].iter().rev();
    let statement = before.take_while(|line| {
        let code = code_of(line);
        let code = code.trim();
        !(code.ends_with(';') || code.ends_with('}')) || line.trim_start().starts_with("//")
    });
    statement.take(12).any(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_no_code() {
        assert_eq!(code_of("let a = \"unsafe { }\"; // unsafe {"), "let a = ; ");
    }

    #[test]
    fn an_explanation_is_found_above_the_statement() {
        let lines = ["x();", "// SAFETY: it is", "let y =", "    unsafe { z() };"];
        assert!(explained(&lines, 3));
        assert!(!explained(&["x();", "let y =", "    unsafe { z() };"], 2));
    }
}
