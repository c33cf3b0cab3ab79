//! What the cells of a running notebook have shown so far.

use std::fs::File;
use std::io::Write;
use std::os::fd::AsFd;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value as Json, json};

use super::destination::Destination;
use super::widgets::Widgets;
use crate::document::Notebook;
use crate::session::{Attached, FrontEnd};

/// The notebook on its way to its destination.
pub struct Gathering {
    state: Mutex<State>,
    destination: Destination,
    /// Held while the file is written: two threads do that.
    saving: Mutex<()>,
    /// Standard error as it was before cells ran: what must be said while they do is said here.
    complaints: Option<File>,
}

struct State {
    notebook: Notebook,
    /// The cell that runs.
    current: usize,
    /// Whether what is shown next takes the place of everything before it.
    clear_at_next: bool,
    /// What can be replaced: its id, its cell and its place there.
    handles: Vec<(String, usize, usize)>,
    widgets: Widgets,
    /// Whether the file lacks something of this.
    changed: bool,
}

impl Gathering {
    /// Nothing has been shown.
    pub fn new(notebook: Notebook, destination: Destination) -> Gathering {
        let state = State {
            notebook,
            current: 0,
            clear_at_next: false,
            handles: Vec::new(),
            widgets: Widgets::default(),
            changed: false,
        };
        let complaints = std::io::stderr().as_fd().try_clone_to_owned().ok().map(File::from);
        Gathering { state: Mutex::new(state), destination, saving: Mutex::new(()), complaints }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that has panicked while it held the notebook has left it whole: changes are single insertions.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of cells.
    pub fn len(&self) -> usize {
        self.state().notebook.len()
    }

    /// The text of a cell that is to be run.
    pub fn code(&self, position: usize) -> Option<String> {
        let state = self.state();
        let cell = state.notebook.cell(position)?;
        let runs = cell.is_code() && !cell.has_tag("skip-execution");
        runs.then(|| cell.source()).filter(|source| !source.trim().is_empty())
    }

    /// Whether the cell says that it fails.
    pub fn may_fail(&self, position: usize) -> bool {
        let state = self.state();
        state.notebook.cell(position).is_some_and(|cell| cell.has_tag("raises-exception"))
    }

    /// A cell begins to run.
    pub fn begin(&self, position: usize) {
        let mut state = self.state();
        state.current = position;
        state.clear_at_next = false;
        state.widgets.give_back();
    }

    /// The cell has run as this number.
    pub fn set_count(&self, position: usize, count: &Json) {
        let mut state = self.state();
        state.notebook.set_execution_count(position, count);
        state.changed = true;
    }

    /// Says in the running cell that its time was over.
    pub fn say_out_of_time(&self, timeout: Duration) {
        let value = format!(
            "the cell ran for more than {} s (--timeout) and was interrupted",
            timeout.as_secs_f64()
        );
        let line = format!("\u{1b}[31mCellTimeoutError\u{1b}[39m: {value}");
        self.state().append(json!({
            "output_type": "error", "ename": "CellTimeoutError", "evalue": value, "traceback": [line],
        }));
    }

    /// Writes the notebook as it is; where it cannot go to its destination, somewhere else, and the error says where.
    pub fn save(&self) -> Result<(), String> {
        let _saving = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let text = {
            let mut state = self.state();
            state.changed = false;
            if let Some(widgets) = state.widgets.metadata() {
                state.notebook.set_metadata("widgets", widgets);
            }
            state.notebook.to_text()
        };
        self.destination.write(&text)
    }

    /// Tells the user something while a cell runs.
    pub fn complain(&self, message: &str) {
        if let Some(mut stream) = self.complaints.as_ref() {
            // Without anybody to read it nothing can be done.
            let _ = writeln!(stream, "pellucid notebook: {message}");
        }
    }

    /// Writes the notebook if there is something new in it and it can be written again and again.
    pub fn save_what_is_new(&self) {
        let changed = self.state().changed;
        if changed && self.destination.is_file() {
            // If it does not work now, the end of the run says so.
            let _ = self.save();
        }
    }

    /// Where the notebook goes.
    pub fn destination_name(&self) -> String {
        self.destination.name()
    }
}

impl State {
    fn outputs(&mut self) -> &mut Vec<Json> {
        let current = self.current;
        let clear = std::mem::take(&mut self.clear_at_next);
        if let Some(outputs) = self.widgets.outputs_mut() {
            if clear {
                outputs.clear();
            }
            return outputs;
        }
        if clear {
            self.handles.retain(|(_, cell, _)| *cell != current);
            if let Some(outputs) = self.notebook.outputs_mut(current) {
                outputs.clear();
            }
        }
        self.notebook.outputs_mut(current).expect("the running cell is a code cell")
    }

    fn append(&mut self, output: Json) {
        self.outputs().push(output);
    }

    /// Text joins the text of the same stream right before it.
    fn append_text(&mut self, name: &str, more: &str) {
        let outputs = self.outputs();
        if let Some(last) = outputs.last_mut()
            && last["output_type"] == "stream"
            && last["name"] == name
            && let Some(Json::String(text)) = last.get_mut("text")
        {
            text.push_str(more);
            return;
        }
        outputs.push(json!({"output_type": "stream", "name": name, "text": more}));
    }

    fn replace(&mut self, identifier: &str, content: &Json) {
        let handles = self.handles.iter().filter(|(own, _, _)| own == identifier);
        let places: Vec<_> = handles.map(|(_, cell, place)| (*cell, *place)).collect();
        for (cell, place) in places {
            let outputs = self.notebook.outputs_mut(cell);
            if let Some(output) = outputs.and_then(|outputs| outputs.get_mut(place)) {
                output["data"] = content["data"].clone();
                output["metadata"] = content["metadata"].clone();
            }
        }
    }
}

impl FrontEnd for Gathering {
    fn publish(&self, kind: &str, mut content: Json, attached: Attached) {
        let mut state = self.state();
        state.changed = true;
        let text = |name: &str| content.get(name).and_then(Json::as_str).unwrap_or_default();
        match kind {
            "stream" => state.append_text(text("name"), text("text")),
            "clear_output" => {
                state.clear_at_next = true;
                if content["wait"] != true {
                    state.outputs();
                }
            }
            "display_data" | "execute_result" | "error" => {
                let transient = content.as_object_mut().and_then(|own| own.remove("transient"));
                content["output_type"] = kind.into();
                let identifier = transient.as_ref().and_then(|own| own["display_id"].as_str());
                if let Some(identifier) = identifier {
                    // What is already shown under this id shows it too.
                    state.replace(identifier, &content);
                }
                state.append(content);
                // What a widget has taken is in no cell.
                if let Some(identifier) = identifier
                    && state.widgets.outputs_mut().is_none()
                {
                    let (cell, place) = (state.current, state.outputs().len() - 1);
                    state.handles.push((identifier.to_owned(), cell, place));
                }
            }
            "update_display_data" => {
                let identifier = content["transient"]["display_id"].as_str().unwrap_or_default();
                state.replace(identifier, &content);
            }
            "comm_open" | "comm_msg" => state.widgets.take(&content, &attached.buffers),
            _ => {}
        }
    }

    /// The cell that runs stands for the request that a client would have sent.
    fn parent(&self) -> Json {
        json!({"msg_id": format!("cell-{}", self.state().current), "msg_type": "execute_request"})
    }

    fn ask(&self, _: &str, _: bool) -> bool {
        false
    }

    fn answer(&self) -> Option<String> {
        None
    }
}
