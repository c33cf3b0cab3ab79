//! A notebook is written as nbformat writes it.
//!
//! `documents/every_part.ipynb` was written by nbformat 5.10 (`nbformat.write`); reading and writing it changes no byte.

use pellucid_notebook::document::Notebook;

const WRITTEN: &str = include_str!("documents/every_part.ipynb");

fn text(source: &str) -> String {
    match Notebook::read(source.as_bytes()) {
        Ok(notebook) => notebook.to_text(),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_nbformat_has_written_stays_as_it_is() {
    assert_eq!(text(WRITTEN), WRITTEN);
}

#[test]
fn every_other_form_becomes_that_form() {
    let compact: serde_json::Value = serde_json::from_str(WRITTEN).expect("the file is JSON");
    assert_eq!(text(&compact.to_string()), WRITTEN);
}

#[test]
fn every_module_of_the_session_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = std::fs::read_to_string(folder.join("src/modules.rs")).expect("the list is there");
    let mut folders = vec![folder.join("python")];
    while let Some(current) = folders.pop() {
        for entry in std::fs::read_dir(current).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("__pycache__") {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "py") {
                let name = path.strip_prefix(folder.join("python")).expect("it lies below");
                let name = name.display().to_string();
                assert!(list.contains(&format!("\"{name}\"")), "{name} is not in src/modules.rs");
            }
        }
    }
}
