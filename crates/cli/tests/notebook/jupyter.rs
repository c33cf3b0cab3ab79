//! The kernel under a real Jupyter client.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use libtest_mimic::{Failed, Trial};
use xtask::process::{self, Limits};

use crate::place::{PELLUCID, Place};

const LIMITS: Limits = Limits { time: Duration::from_secs(120), memory: None };

/// The test; it says so when there is no Jupyter client to drive the kernel.
pub fn trial() -> Trial {
    let python = std::env::var("PELLUCID_JUPYTER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let probe = Command::new(&python).args(["-c", "import jupyter_client, nbclient"]).output();
    if probe.is_ok_and(|output| output.status.success()) {
        return Trial::test("jupyter", move || drive(&python).map_err(Failed::from));
    }
    eprintln!(
        "notebook: `jupyter` is left out: {python} has no jupyter_client and nbclient \
         (PELLUCID_JUPYTER_PYTHON names another Python)"
    );
    Trial::test("jupyter", || Ok(())).with_ignored_flag(true)
}

fn drive(python: &str) -> Result<(), String> {
    let place = Place::new("jupyter")?;
    let prefix = place.path("env");
    let finished = place.run(&["install", "--prefix", &prefix.to_string_lossy()])?;
    if finished.ending() != "exit 0" {
        return Err(String::from_utf8_lossy(&finished.stderr).into_owned());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = Command::new(python);
    command.arg(root.join("tests/notebooks/drive_kernel.py"));
    command.arg(root.join("examples/memory_tour.ipynb"));
    command.env("JUPYTER_PATH", prefix.join("share/jupyter")).env("HOME", place.path(""));
    command.env("PIP_NO_INDEX", "1").env("PELLUCID_VERIFY", "1").env("PELLUCID", PELLUCID);
    command.current_dir(place.path(""));
    let finished =
        process::run(command, &[], LIMITS).map_err(|error| format!("cannot run: {error}"))?;
    match finished.ending().as_str() {
        "exit 0" => Ok(()),
        ending => Err(format!("{ending}:\n{}", String::from_utf8_lossy(&finished.stderr))),
    }
}
