//! Reads the notes that `cpython/run_file.py` leaves, whole or broken off.

use crate::process::Finished;

/// How many tests met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that did what they should.
    pub passed: usize,
    /// Tests with an assertion that does not hold.
    pub failed: usize,
    /// Tests that ended in another exception.
    pub errors: usize,
    /// Tests that chose not to run.
    pub skipped: usize,
}

impl Counts {
    /// How many were run.
    pub fn run(&self) -> usize {
        self.passed + self.failed + self.errors + self.skipped
    }
}

/// What became of one file.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// Its name: `test_dict`.
    pub name: String,
    /// Its tests.
    pub counts: Counts,
    /// `ok`, or why it was not run to its end.
    pub end: String,
    /// Wall-clock time.
    pub seconds: f64,
    /// The tests that were not skipped, by id, and whether each passed.
    pub fates: Vec<(String, bool)>,
}

impl FileResult {
    /// A file that could not even be started.
    pub fn not_run(name: &str, why: &str) -> FileResult {
        let end = format!("not run: {why}");
        FileResult {
            name: name.to_owned(),
            counts: Counts::default(),
            end,
            seconds: 0.0,
            fates: Vec::new(),
        }
    }

    /// Reads the notes; a test that was started and has no fate is where the process died.
    pub fn read(name: &str, notes: &str, finished: &Finished) -> FileResult {
        let mut counts = Counts::default();
        let mut open: Option<&str> = None;
        let mut total = 0;
        let mut fates = Vec::new();
        let mut end = None;
        for line in notes.lines() {
            let mut parts = line.split('\t');
            let word = parts.next().unwrap_or("");
            let first = parts.next().unwrap_or("");
            match word {
                "total" => total = first.parse().unwrap_or(0),
                "start" => open = Some(first),
                "import" => end = Some(format!("import: {first}")),
                "done" => end = Some("ok".to_owned()),
                _ => {
                    let count = match word {
                        "passed" => &mut counts.passed,
                        "failed" => &mut counts.failed,
                        "error" => &mut counts.errors,
                        "skipped" => &mut counts.skipped,
                        _ => continue,
                    };
                    *count += 1;
                    if word != "skipped" {
                        fates.push((first.to_owned(), word == "passed"));
                    }
                    open = None;
                }
            }
        }
        let how = finished.ending();
        let died = finished.timed_out || finished.crashed();
        let end = match (end, open) {
            (Some(end), _) if !died => end,
            (None, None) if finished.status.success() => "ok".to_owned(),
            (Some(_), _) => format!("{how} at exit"),
            (None, Some(test)) => format!("{how} in {}", last_parts(test)),
            (None, None) if notes.is_empty() => format!("{how}: {}", last_line(&finished.stderr)),
            (None, None) => format!("{how} after {} of {total}", counts.run()),
        };
        let seconds = finished.time.as_secs_f64();
        FileResult { name: name.to_owned(), counts, end, seconds, fates }
    }

    /// Whether it was not run to its end.
    pub fn broke_off(&self) -> bool {
        self.end != "ok"
    }

    /// One line for the contributor who waits.
    pub fn sentence(&self) -> String {
        format!("{}: {} of {} pass, {}", self.name, self.counts.passed, self.counts.run(), self.end)
    }
}

/// `Class.method` of a test's id.
fn last_parts(test: &str) -> String {
    let parts: Vec<&str> = test.rsplitn(3, '.').take(2).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join(".")
}

fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("says nothing");
    line.trim().chars().take(120).collect()
}
