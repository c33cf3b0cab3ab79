//! A notebook as a document (nbformat 4): cells and their outputs; everything else is kept as it was.

mod lines;
mod read;
mod write;

use serde_json::{Map, Value as Json, json};

pub use read::ReadError;

/// A notebook. What this program does not know stays in it untouched.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook {
    root: Map<String, Json>,
}

/// One cell of a notebook.
pub struct Cell<'a>(&'a Map<String, Json>);

impl Notebook {
    /// The number of cells.
    pub fn len(&self) -> usize {
        self.cells().len()
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.cells().is_empty()
    }

    fn cells(&self) -> &[Json] {
        self.root.get("cells").and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }

    /// The cell at a position.
    pub fn cell(&self, position: usize) -> Option<Cell<'_>> {
        self.cells().get(position).and_then(Json::as_object).map(Cell)
    }

    fn cell_mut(&mut self, position: usize) -> Option<&mut Map<String, Json>> {
        self.root.get_mut("cells")?.as_array_mut()?.get_mut(position)?.as_object_mut()
    }

    /// Takes away outputs and counts of a code cell.
    pub fn clear_outputs(&mut self, position: usize) {
        if let Some(cell) = self.cell_mut(position) {
            cell.insert("outputs".to_owned(), json!([]));
            cell.insert("execution_count".to_owned(), Json::Null);
        }
    }

    /// Sets the number that a code cell ran as.
    pub fn set_execution_count(&mut self, position: usize, count: &Json) {
        if let Some(cell) = self.cell_mut(position) {
            cell.insert("execution_count".to_owned(), count.clone());
        }
    }

    /// The outputs of a code cell.
    pub fn outputs_mut(&mut self, position: usize) -> Option<&mut Vec<Json>> {
        let outputs = self.cell_mut(position)?.entry("outputs").or_insert_with(|| json!([]));
        outputs.as_array_mut()
    }

    /// The language of the cells, as far as the notebook says it.
    pub fn language(&self) -> Option<&str> {
        let metadata = self.root.get("metadata")?;
        let language = metadata["kernelspec"]["language"].as_str();
        language.or_else(|| metadata["language_info"]["name"].as_str())
    }

    /// Sets an entry of the notebook's metadata.
    pub fn set_metadata(&mut self, name: &str, value: Json) {
        let metadata = self.root.entry("metadata").or_insert_with(|| json!({}));
        if let Some(metadata) = metadata.as_object_mut() {
            metadata.insert(name.to_owned(), value);
        }
    }
}

impl Cell<'_> {
    /// Whether it is code.
    pub fn is_code(&self) -> bool {
        self.0.get("cell_type").and_then(Json::as_str) == Some("code")
    }

    /// Its text.
    pub fn source(&self) -> String {
        self.0.get("source").map(lines::joined).unwrap_or_default()
    }

    /// Whether its metadata has this tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        let tags = self.0.get("metadata").and_then(|metadata| metadata.get("tags"));
        let tags = tags.and_then(Json::as_array);
        tags.is_some_and(|tags| tags.iter().any(|own| own.as_str() == Some(tag)))
    }
}
