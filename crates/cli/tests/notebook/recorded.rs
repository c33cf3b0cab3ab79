//! Notebooks with recorded outputs, run again and compared.

use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use serde_json::{Value as Json, json};

use crate::place::{Place, cells_of, text_of};

/// The tag of cells whose outputs differ from run to run.
const VARIES: &str = "varies";

/// One test a notebook, and the tour.
pub fn trials() -> Vec<Trial> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = vec![root.join("examples/memory_tour.ipynb")];
    let entries = std::fs::read_dir(root.join("tests/notebooks"));
    let entries = entries.into_iter().flatten().flatten().map(|entry| entry.path());
    paths.extend(entries.filter(|path| path.extension().is_some_and(|end| end == "ipynb")));
    paths.sort();
    paths.into_iter().map(trial).collect()
}

fn trial(path: PathBuf) -> Trial {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Trial::test(format!("recorded/{name}"), move || check(&name, &path).map_err(Failed::from))
}

fn check(name: &str, path: &Path) -> Result<(), String> {
    let place = Place::new(name)?;
    std::fs::copy(path, place.path("in.ipynb")).map_err(|error| error.to_string())?;
    let finished = place.run(&["run", "--allow-errors", "in.ipynb", "-o", "out.ipynb"])?;
    if finished.ending() != "exit 0" {
        let stderr = String::from_utf8_lossy(&finished.stderr);
        return Err(format!("ended with {}:\n{stderr}", finished.ending()));
    }
    let (expected, actual) = (cells_of(path)?, place.cells("out.ipynb")?);
    let mut wrong = Vec::new();
    for (expected, actual) in expected.iter().zip(&actual) {
        let tags = expected["metadata"]["tags"].as_array().into_iter().flatten();
        if tags.into_iter().any(|tag| tag == VARIES) {
            continue;
        }
        let (before, now) = (outputs(expected), outputs(actual));
        if before != now || expected["execution_count"] != actual["execution_count"] {
            let source = text_of(&expected["source"]);
            wrong.push(format!("{source}\n  expected {before}\n  shows    {now}"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// The outputs of a cell, without what depends on who has run it.
fn outputs(cell: &Json) -> Json {
    let outputs = cell["outputs"].as_array().into_iter().flatten();
    let mut shown: Vec<Json> = Vec::new();
    for output in outputs {
        let output = match output["output_type"].as_str() {
            Some("stream") => {
                // Under Jupyter commands write to a terminal, whose lines end in both.
                let text = text_of(&output["text"]).replace("\r\n", "\n");
                match shown.last_mut() {
                    Some(last) if last["name"] == output["name"] => {
                        last["text"] = (text_of(&last["text"]) + &text).into();
                        continue;
                    }
                    _ => json!({"name": output["name"], "text": text}),
                }
            }
            Some("error") => {
                let value = without_file(output["evalue"].as_str().unwrap_or_default());
                json!({"error": output["ename"], "value": value})
            }
            _ => {
                let forms = output["data"].as_object().into_iter().flatten();
                let data: Json = forms
                    .map(|(mime, form)| match form {
                        Json::Array(_) => (mime.clone(), Json::from(text_of(form))),
                        _ => (mime.clone(), form.clone()),
                    })
                    .collect();
                json!({"data": data, "metadata": output["metadata"], "count": output["execution_count"]})
            }
        };
        shown.push(output);
    }
    Json::Array(shown)
}

/// A syntax error's message ends in the name of the cell's file, which each front end chooses by itself.
fn without_file(message: &str) -> String {
    match (message.rfind(" ("), message.rfind(", line ")) {
        (Some(open), Some(line)) if open < line && message.ends_with(')') => {
            format!("{} (cell{}", &message[..open], &message[line..])
        }
        _ => message.to_owned(),
    }
}
