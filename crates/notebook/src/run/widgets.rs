//! The state of widgets: what comms have said of them, as a notebook's metadata carry it to pages without a kernel.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json, json};

/// The widgets that a notebook has made, in their order.
#[derive(Default)]
pub struct Widgets {
    models: Vec<Model>,
    /// The widget that takes what is shown now (`with output:`), by its place.
    taking: Option<usize>,
}

struct Model {
    identifier: String,
    state: Map<String, Json>,
    /// Binary parts of the state, each with its path.
    buffers: Vec<(Json, Json)>,
}

impl Widgets {
    /// A comm was opened, or has sent something: state counts, other messages do not.
    pub fn take(&mut self, content: &Json, buffers: &[Vec<u8>]) {
        let (identifier, data) = (&content["comm_id"], &content["data"]);
        let (Some(identifier), Some(state)) = (identifier.as_str(), data["state"].as_object())
        else {
            return;
        };
        let known = self.models.iter().position(|model| model.identifier == identifier);
        let place = known.unwrap_or_else(|| {
            let identifier = identifier.to_owned();
            self.models.push(Model { identifier, state: Map::new(), buffers: Vec::new() });
            self.models.len() - 1
        });
        let model = &mut self.models[place];
        for (name, value) in state {
            model.state.insert(name.clone(), value.clone());
        }
        let paths = data["buffer_paths"].as_array().into_iter().flatten();
        for (path, buffer) in paths.zip(buffers) {
            model.buffers.retain(|(own, _)| own != path);
            let data = STANDARD.encode(buffer);
            model
                .buffers
                .push((path.clone(), json!({"encoding": "base64", "path": path, "data": data})));
        }
        if model.state.get("_model_name").is_some_and(|name| name == "OutputModel")
            && let Some(request) = state.get("msg_id")
        {
            let takes = request.as_str().is_some_and(|request| !request.is_empty());
            self.taking = takes.then_some(place).or(self.taking.filter(|own| *own != place));
        }
    }

    /// The outputs of the widget that takes what is shown now.
    pub fn outputs_mut(&mut self) -> Option<&mut Vec<Json>> {
        let state = &mut self.models.get_mut(self.taking?)?.state;
        let outputs = state.entry("outputs").or_insert_with(|| json!([]));
        if !outputs.is_array() {
            *outputs = json!([]);
        }
        outputs.as_array_mut()
    }

    /// What is shown belongs to the cell again.
    pub fn give_back(&mut self) {
        self.taking = None;
    }

    /// The metadata entry `widgets`; nothing without widgets.
    pub fn metadata(&self) -> Option<Json> {
        let described = self.models.iter().filter(|model| model.state.contains_key("_model_name"));
        let state: Map<String, Json> =
            described.map(|model| (model.identifier.clone(), model.described())).collect();
        (!state.is_empty()).then(|| {
            let all = json!({"state": state, "version_major": 2, "version_minor": 0});
            json!({"application/vnd.jupyter.widget-state+json": all})
        })
    }
}

impl Model {
    fn described(&self) -> Json {
        let field = |name: &str| self.state.get(name).cloned().unwrap_or_default();
        let mut described = json!({
            "model_name": field("_model_name"),
            "model_module": field("_model_module"),
            "model_module_version": field("_model_module_version"),
            "state": self.state,
        });
        if !self.buffers.is_empty() {
            let buffers: Vec<&Json> = self.buffers.iter().map(|(_, buffer)| buffer).collect();
            described["buffers"] = json!(buffers);
        }
        described
    }
}
