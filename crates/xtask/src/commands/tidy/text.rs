//! Rules for every text file: its name, blanks at line ends, machine paths, forbidden words.

use std::path::Path;

use super::Finding;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "common", "helpers", "helper", "misc"];

/// Checks the names of a path's folders and file.
pub fn check_name(path: &Path, findings: &mut Vec<Finding>) {
    for part in path.with_extension("").iter() {
        if EMPTY_NAMES.iter().any(|name| part.eq_ignore_ascii_case(name)) {
            let sentence = format!("`{}` says nothing about what is inside", part.display());
            findings.push(Finding::new(path, 0, sentence));
        }
    }
}

/// Checks the lines of a file.
pub fn check(path: &Path, content: &str, forbidden: &[String], findings: &mut Vec<Finding>) {
    let recorded = path.extension().is_some_and(|it| it == "out" || it == "tsv" || it == "txt");
    for (index, line) in content.split('\n').enumerate() {
        let mut push = |sentence: String| findings.push(Finding::new(path, index + 1, sentence));
        // Recorded output and data are what they are, blanks and all.
        if !recorded && line.ends_with([' ', '\t', '\r']) {
            push("blanks at the line's end".to_owned());
        }
        if let Some(home) = machine_path(line) {
            push(format!("a path of one machine: `{home}`"));
        }
        for word in forbidden.iter().filter(|word| line.contains(word.as_str())) {
            push(format!("the word `{word}` does not belong here"));
        }
    }
    if !recorded && !content.is_empty() && !content.ends_with('\n') {
        findings.push(Finding::new(path, 0, "no line end at the end"));
    }
}

/// A home folder with a user's name in it.
fn machine_path(line: &str) -> Option<&str> {
    let start = ["/home/", "/Users/", "/root/"].iter().find_map(|prefix| {
        let at = line.find(prefix)?;
        let next = line[at + prefix.len()..].chars().next()?;
        // An example names nobody: `/home/you`, `/home/user`.
        let example = ["you", "user", "pyodide"]
            .iter()
            .any(|name| line[at + prefix.len()..].starts_with(name));
        (next.is_ascii_alphanumeric() || next == '.').then_some(at).filter(|_| !example)
    })?;
    let path = &line[start..];
    let end =
        path.find(|character: char| character.is_whitespace() || "\"'`),;".contains(character));
    Some(&path[..end.unwrap_or(path.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths_are_seen() {
        let line = format!("see /{}/ann/x.py, please", "home");
        assert_eq!(machine_path(&line), Some(&line[4..18]));
        assert_eq!(machine_path("/home/user/x"), None);
    }
}
