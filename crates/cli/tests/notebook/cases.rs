//! What goes wrong, and what is left of a run when it does.

use serde_json::Value as Json;

use crate::place::{Place, text_of};

/// A case: its name, and what checks it.
type Case = (&'static str, fn() -> Result<(), String>);

/// All cases.
pub const CASES: &[Case] = &[
    ("a_missing_file", missing_file),
    ("no_json", no_json),
    ("an_old_format", old_format),
    ("no_notebook", no_notebook),
    ("another_language", another_language),
    ("an_output_that_cannot_be_written", unwritable),
    ("usage", usage),
    ("a_cell_that_fails", failing_cell),
    ("errors_allowed", errors_allowed),
    ("a_tag_allows_an_error", tagged_cell),
    ("out_of_time", out_of_time),
    ("out_of_time_asleep", out_of_time_asleep),
    ("deaf_to_interrupts", deaf),
    ("inplace", inplace),
    ("to_standard_output", standard_output),
    ("unknown_fields_stay", unknown_fields),
    ("descriptors_and_children", descriptors),
    ("memory_is_counted", memory),
    ("widgets_are_kept", widgets),
    ("pip_without_network", pip_offline),
    ("kernelspec", kernelspec),
    ("a_cell_that_leaves", leaving_cell),
    ("a_run_that_is_killed", killed),
];

fn expect(holds: bool, what: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.into()) }
}

/// Runs the command, which must end with the status and say the words.
fn run(place: &Place, arguments: &[&str], status: i32, words: &str) -> Result<String, String> {
    let finished = place.run(arguments)?;
    let stderr = String::from_utf8_lossy(&finished.stderr).into_owned();
    let ending = finished.ending();
    expect(ending == format!("exit {status}"), format!("ended with {ending}:\n{stderr}"))?;
    expect(stderr.contains(words), format!("says\n{stderr}\nwithout {words:?}"))?;
    Ok(String::from_utf8_lossy(&finished.stdout).into_owned())
}

fn shown(cell: &Json) -> String {
    let outputs = cell["outputs"].as_array().into_iter().flatten();
    let text = |output: &Json| match output["output_type"].as_str() {
        Some("stream") => text_of(&output["text"]),
        Some("error") => format!("{}: {}\n", text_of(&output["ename"]), text_of(&output["evalue"])),
        _ => text_of(&output["data"]["text/plain"]) + "\n",
    };
    outputs.map(text).collect()
}

fn expect_shown(place: &Place, name: &str, expected: &[&str]) -> Result<(), String> {
    let cells: Vec<String> = place.cells(name)?.iter().map(shown).collect();
    expect(cells == expected, format!("shows {cells:#?}"))
}

fn missing_file() -> Result<(), String> {
    let place = Place::new("missing")?;
    run(&place, &["run", "none.ipynb"], 2, "cannot read none.ipynb: No such file").map(drop)
}

fn no_json() -> Result<(), String> {
    let place = Place::new("json")?;
    place.write("a.ipynb", "{\"cells\": [}")?;
    run(&place, &["run", "a.ipynb"], 2, "not valid JSON: expected value at line 1 column 12")?;
    expect(!place.path("a.out.ipynb").exists(), "an output was made")
}

fn old_format() -> Result<(), String> {
    let place = Place::new("old")?;
    place.write(
        "a.ipynb",
        "{\"worksheets\": [], \"nbformat\": 3, \"nbformat_minor\": 0, \"metadata\": {}}",
    )?;
    run(&place, &["run", "a.ipynb"], 2, "a notebook of format 3").map(drop)
}

fn no_notebook() -> Result<(), String> {
    let place = Place::new("none")?;
    place.write("a.ipynb", "{}")?;
    run(&place, &["run", "a.ipynb"], 2, "not a notebook: `nbformat` is missing").map(drop)
}

fn another_language() -> Result<(), String> {
    let place = Place::new("language")?;
    let metadata = r#"{"kernelspec": {"language": "R", "name": "ir"}}"#;
    let text =
        format!(r#"{{"nbformat": 4, "nbformat_minor": 4, "cells": [], "metadata": {metadata}}}"#);
    place.write("a.ipynb", &text)?;
    run(&place, &["run", "a.ipynb"], 2, "its cells are in R").map(drop)
}

fn unwritable() -> Result<(), String> {
    let place = Place::new("unwritable")?;
    place.write_notebook("a.ipynb", &["open('ran', 'w').close()"])?;
    run(&place, &["run", "a.ipynb", "-o", "no/such/folder.ipynb"], 2, "cannot write no/such")?;
    expect(!place.path("ran").exists(), "cells ran before that was seen")?;
    // What becomes impossible while cells run: the notebook is kept somewhere else.
    let source = "import os\nos.mkdir('out.ipynb')\nos.mkdir('out.ipynb/x')\nprint('kept')";
    place.write_notebook("b.ipynb", &[source])?;
    let finished = place.run(&["run", "b.ipynb", "-o", "out.ipynb"])?;
    let stderr = String::from_utf8_lossy(&finished.stderr).into_owned();
    expect(finished.ending() == "exit 2", format!("ended with {}", finished.ending()))?;
    let refuge = stderr.split("it is kept as ").nth(1).map(str::trim).unwrap_or_default();
    let kept = std::fs::read_to_string(refuge).unwrap_or_default();
    let _ = std::fs::remove_file(refuge);
    expect(kept.contains("kept"), format!("lost: {stderr}"))
}

fn usage() -> Result<(), String> {
    let place = Place::new("usage")?;
    run(&place, &[], 2, "say what to do")?;
    run(&place, &["fly"], 2, "there is no command 'fly'")?;
    run(&place, &["run"], 2, "needs the name of a notebook")?;
    run(&place, &["run", "a.ipynb", "--timeout", "0"], 2, "above zero")?;
    run(&place, &["run", "a.ipynb", "--inplace", "-o", "b"], 2, "contradict")?;
    run(&place, &["kernel", "-f", "none.json"], 2, "cannot read the connection file")?;
    let help = run(&place, &["--help"], 0, "")?;
    expect(help.contains("--allow-errors"), help)
}

fn failing_cell() -> Result<(), String> {
    let place = Place::new("fails")?;
    place.write_notebook("a.ipynb", &["print('one')", "1 / 0", "print('three')"])?;
    run(&place, &["run", "a.ipynb"], 1, "cell 2 has failed: ZeroDivisionError: division by zero")?;
    let expected = ["one\n", "ZeroDivisionError: division by zero\n", ""];
    expect_shown(&place, "a.out.ipynb", &expected)
}

fn errors_allowed() -> Result<(), String> {
    let place = Place::new("allowed")?;
    place.write_notebook("a.ipynb", &["1 / 0", "print('on')", "import os; os.getcwd()[-7:]"])?;
    run(&place, &["run", "a.ipynb", "--allow-errors"], 0, "")?;
    let expected = ["ZeroDivisionError: division by zero\n", "on\n", "'allowed'\n"];
    expect_shown(&place, "a.out.ipynb", &expected)
}

fn tagged_cell() -> Result<(), String> {
    let place = Place::new("tagged")?;
    place.write(
        "a.ipynb",
        r#"{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
            {"cell_type": "code", "id": "a", "metadata": {"tags": ["raises-exception"]}, "source": "1 / 0"},
            {"cell_type": "code", "id": "b", "metadata": {"tags": ["skip-execution"]}, "source": "2"},
            {"cell_type": "code", "id": "c", "metadata": {}, "source": "3"}]}"#,
    )?;
    run(&place, &["run", "a.ipynb"], 0, "")?;
    expect_shown(&place, "a.out.ipynb", &["ZeroDivisionError: division by zero\n", "", "3\n"])
}

const OUT_OF_TIME: &str =
    "CellTimeoutError: the cell ran for more than 1 s (--timeout) and was interrupted\n";

fn out_of_time() -> Result<(), String> {
    let place = Place::new("time")?;
    place.write_notebook("a.ipynb", &["1", "print('begun')\nwhile True: pass", "3"])?;
    run(&place, &["run", "a.ipynb", "--timeout", "1"], 1, "cell 2 ran for more than 1 s")?;
    let second = format!("begun\nKeyboardInterrupt: \n{OUT_OF_TIME}");
    expect_shown(&place, "a.out.ipynb", &["1\n", &second, ""])
}

fn out_of_time_asleep() -> Result<(), String> {
    let place = Place::new("asleep")?;
    let cells = ["import time; time.sleep(50)", "!sleep 50", "3"];
    place.write_notebook("a.ipynb", &cells)?;
    run(&place, &["run", "a.ipynb", "--timeout", "1", "--allow-errors"], 0, "")?;
    let late = format!("KeyboardInterrupt: \n{OUT_OF_TIME}");
    expect_shown(&place, "a.out.ipynb", &[&late, &late, "3\n"])
}

fn deaf() -> Result<(), String> {
    let place = Place::new("deaf")?;
    let source = "print('begun')\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass";
    place.write_notebook("a.ipynb", &[source])?;
    run(&place, &["run", "a.ipynb", "--timeout", "1"], 1, "does not answer to an interrupt")?;
    expect_shown(&place, "a.out.ipynb", &[&format!("begun\n{OUT_OF_TIME}")])
}

fn inplace() -> Result<(), String> {
    let place = Place::new("inplace")?;
    place.write_notebook("a.ipynb", &["6 * 7"])?;
    run(&place, &["run", "a.ipynb", "--inplace"], 0, "")?;
    expect_shown(&place, "a.ipynb", &["42\n"])?;
    expect(!place.path("a.out.ipynb").exists(), "another file was made")
}

fn standard_output() -> Result<(), String> {
    let place = Place::new("stdout")?;
    place.write_notebook("a.ipynb", &["print('from the cell')"])?;
    let text = run(&place, &["run", "a.ipynb", "-o", "-"], 0, "")?;
    let json: Json = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
    expect(shown(&json["cells"][0]) == "from the cell\n", text)
}

fn unknown_fields() -> Result<(), String> {
    let place = Place::new("unknown")?;
    place.write(
        "a.ipynb",
        r#"{"nbformat": 4, "nbformat_minor": 7, "extra": 1e-7, "metadata": {"mine": [12345678901234567890123]},
            "cells": [{"cell_type": "code", "id": "a", "new": {"deep": null}, "metadata": {"x": 1}, "source": ["1\n", "2"]},
            {"cell_type": "raw", "id": "b", "metadata": {}, "source": "raw"}]}"#,
    )?;
    run(&place, &["run", "a.ipynb"], 0, "")?;
    let text = std::fs::read_to_string(place.path("a.out.ipynb")).unwrap_or_default();
    let kept =
        ["\"extra\": 1e-7", "12345678901234567890123", "\"deep\": null", "\"nbformat_minor\": 7"];
    expect(kept.iter().all(|part| text.contains(part)), text)
}

fn descriptors() -> Result<(), String> {
    let place = Place::new("descriptors")?;
    place.write_notebook(
        "a.ipynb",
        &[
            "import os, subprocess, sys\nprint('one')\nos.system('echo two')\nprint('three')\n\
             subprocess.run(['echo', 'four'])\nos.write(1, b'five\\n');",
            "!python -c 'import sys; print(sys.implementation.name, sys.version_info[:2])'",
            "sys.stdout.isatty(), sys.stdout.fileno()",
        ],
    )?;
    run(&place, &["run", "a.ipynb"], 0, "")?;
    let cells: Vec<String> = place.cells("a.out.ipynb")?.iter().map(shown).collect();
    expect(cells[0] == "one\ntwo\nthree\nfour\nfive\n", format!("{cells:?}"))?;
    expect(cells[1].ends_with("(3, 14)\n"), format!("{cells:?}"))?;
    expect(cells[2] == "(False, 1)\n", format!("{cells:?}"))
}

fn memory() -> Result<(), String> {
    let place = Place::new("memory")?;
    place.write_notebook(
        "a.ipynb",
        &[
            "first = %memit -o -q [0] * 1_000_000\n8_000_000 <= first.increment < 8_010_000, first.kept < 1_000",
            "second = %memit -o -q kept = [0] * 1_000_000\n8_000_000 <= second.kept < 8_010_000",
            "%load_ext memory_profiler\n%memit -q pass",
        ],
    )?;
    run(&place, &["run", "a.ipynb"], 0, "")?;
    expect_shown(&place, "a.out.ipynb", &["(True, True)\n", "True\n", ""])
}

fn pip_offline() -> Result<(), String> {
    let place = Place::new("pip")?;
    place
        .write_notebook("a.ipynb", &["%pip install -q no-such-package-here", "%conda install x"])?;
    run(&place, &["run", "a.ipynb", "--allow-errors"], 0, "")?;
    let cells: Vec<String> = place.cells("a.out.ipynb")?.iter().map(shown).collect();
    // With a pip on the host, or without one.
    let words = ["nothing was installed", "%pip needs pip or uv"];
    expect(words.iter().any(|word| cells[0].contains(word)), format!("{cells:?}"))?;
    expect(cells[1].contains("%pip install"), format!("{cells:?}"))
}

fn kernelspec() -> Result<(), String> {
    let place = Place::new("kernelspec")?;
    run(&place, &["install", "--prefix", "env", "--name", "Seen"], 0, "")?;
    let path = place.path("env/share/jupyter/kernels/seen/kernel.json");
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let json: Json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    expect(json["argv"][4] == "{connection_file}" && json["language"] == "python", text)?;
    run(&place, &["install", "--user"], 0, "")?;
    let path = place.path(".local/share/jupyter/kernels/pellucid/kernel.json");
    expect(path.exists() || cfg!(target_os = "macos"), "no kernelspec for the user")?;
    run(&place, &["install", "--name", "a/b"], 2, "cannot be a kernel's name").map(drop)
}

fn leaving_cell() -> Result<(), String> {
    let place = Place::new("leaving")?;
    place.write_notebook("n.ipynb", &["exit()\nprint('after')", "1 / 0", "2"])?;
    run(&place, &["run", "n.ipynb"], 0, "cell 1 has ended the session; 2 cells were not run")?;
    expect_shown(&place, "n.out.ipynb", &["after\n", "", ""])?;
    place.write_notebook("last.ipynb", &["1", "quit"])?;
    let stderr = place.run(&["run", "last.ipynb"])?.stderr;
    expect(stderr.is_empty(), String::from_utf8_lossy(&stderr))
}

fn killed() -> Result<(), String> {
    let place = Place::new("killed")?;
    // By the time of the kill a second has passed since something was shown.
    let dying = "import os, time\nprint('shown')\ntime.sleep(2)\nos.kill(os.getpid(), 9)";
    place.write_notebook("n.ipynb", &["print('first')", dying, "2"])?;
    let ending = place.run(&["run", "n.ipynb"])?.ending();
    expect(ending == "signal 9", ending)?;
    expect_shown(&place, "n.out.ipynb", &["first\n", "shown\n", ""])?;
    let folder = std::fs::read_dir(place.path("")).map_err(|error| error.to_string())?;
    let left = folder.filter_map(Result::ok).filter(|file| {
        let name = file.file_name();
        name.to_string_lossy().starts_with(".n.out")
    });
    expect(left.count() == 0, "something is left of the writing")
}

fn widgets() -> Result<(), String> {
    let place = Place::new("widgets")?;
    place.write_notebook(
        "a.ipynb",
        &[
            "import comm\n\
             state = {'_model_name': 'OutputModel', '_model_module': 'output', '_model_module_version': '1.0.0'}\n\
             made = comm.create_comm(target_name='jupyter.widget', comm_id='made', data={'state': state})",
            "tell = lambda state: made.send({'method': 'update', 'state': state})\n\
             tell({'msg_id': get_ipython().kernel.get_parent()['header']['msg_id']})\n\
             print('taken')\ntell({'msg_id': ''})\nprint('shown')",
            "update = {'method': 'update', 'state': {'format': 'png'}, 'buffer_paths': [['value']]}\n\
             made.send(update, buffers=[b'abc'])",
        ],
    )?;
    run(&place, &["run", "a.ipynb"], 0, "")?;
    expect_shown(&place, "a.out.ipynb", &["", "shown\n", ""])?;
    let text = std::fs::read(place.path("a.out.ipynb")).map_err(|error| error.to_string())?;
    let notebook: Json = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    let all = &notebook["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"];
    let model = &all["state"]["made"];
    let outputs = &model["state"]["outputs"];
    expect(model["model_name"] == "OutputModel", format!("{model}"))?;
    expect(text_of(&outputs[0]["text"]) == "taken\n", format!("{outputs}"))?;
    expect(model["buffers"][0]["data"] == "YWJj", format!("{model}"))
}
