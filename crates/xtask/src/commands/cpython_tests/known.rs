//! `tests/cpython/known_failures.txt`: the tests of CPython's that fail here, each with its reason.
//!
//! A line `[test_gc]` opens the part of a file, a line under it is a test's id without the module, a blank, and the reason;
//! `#` opens a comment. The files that have a part are compared with it: a test that fails and is not listed is
//! an error, and so is one that is listed and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::workspace;

/// The list: file, test, reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct KnownFailures(BTreeMap<String, BTreeMap<String, String>>);

impl KnownFailures {
    /// Reads the list.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn load() -> io::Result<KnownFailures> {
        let path = workspace::root().join("tests/cpython/known_failures.txt");
        Ok(Self::parse(&std::fs::read_to_string(path)?))
    }

    fn parse(text: &str) -> KnownFailures {
        let mut files: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let mut file = String::new();
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                file = name.to_owned();
                files.entry(file.clone()).or_default();
                continue;
            }
            let (test, reason) = line.split_once(' ').unwrap_or((line, ""));
            let tests = files.entry(file.clone()).or_default();
            tests.insert(test.to_owned(), reason.trim().to_owned());
        }
        KnownFailures(files)
    }

    /// What the fates of a file's tests, by id, say against the list, one sentence each. Empty for files without a part.
    pub fn compare(&self, file: &str, fates: &[(String, bool)]) -> Vec<String> {
        let Some(known) = self.0.get(file) else { return Vec::new() };
        let prefix = format!("test.{file}.");
        let own = |id: &str| id.strip_prefix(&prefix).unwrap_or(id).to_owned();
        let failed: BTreeSet<String> =
            fates.iter().filter(|(_, passed)| !passed).map(|(id, _)| own(id)).collect();
        let passed: BTreeSet<String> =
            fates.iter().filter(|(_, passed)| *passed).map(|(id, _)| own(id)).collect();
        let new = failed.iter().filter(|test| !known.contains_key(*test));
        let new = new.map(|test| format!("{file}: {test} fails and is no known failure"));
        let mended = known.keys().filter(|test| passed.contains(*test) && !failed.contains(*test));
        let mended = mended.map(|test| format!("{file}: {test} is a known failure and passes"));
        let bare = known.iter().filter(|(_, reason)| reason.is_empty());
        let bare = bare.map(|(test, _)| format!("{file}: {test} is listed without a reason"));
        new.chain(mended).chain(bare).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_compared() {
        let known =
            KnownFailures::parse("# why\n[test_x]\nA.one because\nA.two because\nA.three\n");
        let fates = [("test.test_x.A.one", false), ("test.test_x.A.two", true)];
        let mut fates: Vec<(String, bool)> =
            fates.map(|(id, passed)| (id.to_owned(), passed)).to_vec();
        fates.push(("test.test_x.A.four".to_owned(), false));
        let said = known.compare("test_x", &fates);
        assert_eq!(
            said,
            [
                "test_x: A.four fails and is no known failure",
                "test_x: A.two is a known failure and passes",
                "test_x: A.three is listed without a reason",
            ]
        );
        assert!(known.compare("test_y", &fates).is_empty());
    }
}
