//! Reading a notebook, and saying what is wrong with one.

use std::fmt;

use serde_json::Value as Json;

use super::Notebook;

/// Why a text is no notebook that can be run.
#[derive(Debug)]
pub enum ReadError {
    /// It is no JSON.
    Json(serde_json::Error),
    /// It is JSON, but no notebook.
    NoNotebook(&'static str),
    /// A notebook of another format.
    Format(i64),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Json(error) => write!(f, "it is not valid JSON: {error}"),
            ReadError::NoNotebook(reason) => write!(f, "it is not a notebook: {reason}"),
            ReadError::Format(number) if *number < 4 => write!(
                f,
                "it is a notebook of format {number}, and format 4 is needed; convert it by \
                 `jupyter nbconvert --to notebook --nbformat 4 FILE`"
            ),
            ReadError::Format(number) => {
                write!(f, "it is a notebook of format {number}, and only format 4 is known")
            }
        }
    }
}

impl std::error::Error for ReadError {}

impl Notebook {
    /// Reads a notebook of format 4.
    pub fn read(text: &[u8]) -> Result<Notebook, ReadError> {
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        let json: Json = serde_json::from_slice(text).map_err(ReadError::Json)?;
        let Json::Object(root) = json else {
            return Err(ReadError::NoNotebook("the file holds no JSON object"));
        };
        match root.get("nbformat").and_then(Json::as_i64) {
            Some(4) => {}
            Some(number) => return Err(ReadError::Format(number)),
            None => return Err(ReadError::NoNotebook("`nbformat` is missing")),
        }
        let Some(cells) = root.get("cells").and_then(Json::as_array) else {
            return Err(ReadError::NoNotebook("`cells` is missing, or no list"));
        };
        if !cells.iter().all(Json::is_object) {
            return Err(ReadError::NoNotebook("`cells` holds something that is no cell"));
        }
        Ok(Notebook { root })
    }
}
