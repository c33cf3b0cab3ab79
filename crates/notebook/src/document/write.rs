//! Writing a notebook in the form that nbformat gives it: sorted keys, indented by one blank, lists of lines.

use serde::Serialize;
use serde_json::Value as Json;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::{Notebook, lines};

impl Notebook {
    /// The text of the file.
    pub fn to_text(&self) -> String {
        let mut root = Json::Object(self.root.clone());
        strip_transient(&mut root);
        if let Some(cells) = root.get_mut("cells").and_then(Json::as_array_mut) {
            cells.iter_mut().for_each(split_cell);
        }
        let mut text = Vec::new();
        let formatter = PrettyFormatter::with_indent(b" ");
        let mut serializer = Serializer::with_formatter(&mut text, formatter);
        root.serialize(&mut serializer).expect("a tree of JSON can be written into memory");
        text.push(b'\n');
        String::from_utf8(text).expect("JSON is written as UTF-8")
    }
}

/// What belongs to one opening of a notebook and not to its file.
fn strip_transient(root: &mut Json) {
    if let Some(metadata) = root.get_mut("metadata").and_then(Json::as_object_mut) {
        for name in ["orig_nbformat", "orig_nbformat_minor", "signature"] {
            metadata.remove(name);
        }
    }
}

fn split_cell(cell: &mut Json) {
    if let Some(source) = cell.get_mut("source") {
        lines::split(source);
    }
    if let Some(metadata) = cell.get_mut("metadata").and_then(Json::as_object_mut) {
        metadata.remove("trusted");
    }
    if let Some(attachments) = cell.get_mut("attachments").and_then(Json::as_object_mut) {
        attachments.values_mut().for_each(split_bundle);
    }
    for output in cell.get_mut("outputs").and_then(Json::as_array_mut).into_iter().flatten() {
        match output.get("output_type").and_then(Json::as_str) {
            Some("execute_result" | "display_data") => {
                output.get_mut("data").into_iter().for_each(split_bundle);
            }
            Some("stream") => output.get_mut("text").into_iter().for_each(lines::split),
            _ => {}
        }
    }
}

/// Forms by MIME type: those that are text become lists of lines.
fn split_bundle(bundle: &mut Json) {
    for (mime, value) in bundle.as_object_mut().into_iter().flatten() {
        if mime.starts_with("text/")
            || matches!(mime.as_str(), "application/javascript" | "image/svg+xml")
        {
            lines::split(value);
        }
    }
}
