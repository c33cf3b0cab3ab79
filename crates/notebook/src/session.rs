//! A session: an interpreter with the Python half loaded, to which a front end gives cells.

use std::path::Path;
use std::sync::Arc;

use pellucid::{Finish, Interpreter, Settings, Value};
use serde_json::{Map, Value as Json};

use crate::modules::MODULES;

const MODULE: &str = "_pellucid_notebook";

/// What comes with the content of a message.
#[derive(Default)]
pub struct Attached {
    /// The message's metadata; nothing if there are none.
    pub metadata: Json,
    /// Binary data that belong to the content.
    pub buffers: Vec<Vec<u8>>,
}

/// Who shows what a session's cells give, and asks the user.
pub trait FrontEnd: Send + Sync + 'static {
    /// Shows something: type and content of a message of the Jupyter protocol, and what comes with them.
    fn publish(&self, kind: &str, content: Json, attached: Attached);

    /// The header of the request that is being served, if there are requests.
    fn parent(&self) -> Json {
        Json::Null
    }

    /// Asks the user for a line; `false` if there is nobody to ask.
    fn ask(&self, prompt: &str, password: bool) -> bool;

    /// Waits a moment for the user's answer.
    fn answer(&self) -> Option<String>;
}

/// An interpreter that runs cells.
pub struct Session {
    interpreter: Interpreter,
}

impl Session {
    /// Starts an interpreter and opens the session. `name` is the front end's ("run" or "kernel"), `folder` is
    /// where packages of the notebook belong.
    pub fn start(
        settings: Settings,
        seed: Option<u32>,
        name: &str,
        folder: &Path,
        front_end: Arc<impl FrontEnd>,
    ) -> Result<Session, String> {
        let executable = settings.executable.clone();
        let mut interpreter =
            Interpreter::start(settings, seed).map_err(|error| error.to_string())?;
        interpreter.add_modules(MODULES);
        let shows = front_end.clone();
        interpreter.add_function("publish", move |arguments| {
            let [kind, content, metadata, Value::List(buffers)] = arguments else {
                return Err("publish takes four values".into());
            };
            let buffers = buffers.iter().filter_map(|buffer| match buffer {
                Value::Bytes(bytes) => Some(bytes.clone()),
                _ => None,
            });
            let attached = Attached { metadata: to_json(metadata), buffers: buffers.collect() };
            shows.publish(kind.as_str().unwrap_or_default(), to_json(content), attached);
            Ok(Value::None)
        });
        let serves = front_end.clone();
        interpreter.add_function("parent", move |_| Ok(to_value(&serves.parent())));
        let asks = front_end.clone();
        interpreter.add_function("ask", move |arguments| {
            let [prompt, password] = arguments else { return Err("ask takes two values".into()) };
            let prompt = prompt.as_str().unwrap_or_default();
            Ok(Value::Bool(asks.ask(prompt, *password == Value::Bool(true))))
        });
        interpreter.add_function("answer", move |_| {
            Ok(front_end.answer().map_or(Value::None, Value::Str))
        });
        let options = Value::Dict(vec![
            ("front_end".to_owned(), name.into()),
            ("folder".to_owned(), Value::Str(folder.display().to_string())),
            ("executable".to_owned(), Value::Str(executable)),
        ]);
        interpreter.call(MODULE, "start", vec![options])?;
        Ok(Session { interpreter })
    }

    /// Runs a cell and gives the content of the reply.
    pub fn run_cell(
        &mut self,
        source: &str,
        silent: bool,
        store_history: bool,
        user_expressions: &Map<String, Json>,
    ) -> Result<Json, String> {
        let expressions =
            user_expressions.iter().map(|(name, text)| (name.clone(), to_value(text)));
        let arguments = vec![
            source.into(),
            silent.into(),
            store_history.into(),
            Value::Dict(expressions.collect()),
        ];
        self.call("run_cell", arguments)
    }

    /// Forgets an interrupt that has come while no cell ran.
    pub fn forget_interrupt(&mut self) {
        // An interrupt that arrives right now is forgotten as well.
        let _ = self.interpreter.call(MODULE, "forget_interrupt", Vec::new());
    }

    /// Calls a function of the session's Python half.
    pub fn call(&mut self, function: &str, arguments: Vec<Value>) -> Result<Json, String> {
        self.interpreter.call(MODULE, function, arguments).map(|value| to_json(&value))
    }

    /// Waits for something outside while the program's own threads run.
    pub fn blocking<T>(&mut self, wait: impl FnOnce() -> T) -> T {
        self.interpreter.blocking(wait)
    }

    /// Ends the session and the interpreter.
    pub fn finish(mut self) -> Finish {
        // What goes wrong here has been shown already, and the interpreter ends in any case.
        let _ = self.interpreter.call(MODULE, "finish", Vec::new());
        self.interpreter.finish()
    }
}

/// The exit status of a front end whose own is `status`: a heap that is not sound goes before it.
pub(crate) fn exit_status(finish: &Finish, status: i32) -> i32 {
    for problems in &finish.heap_problems {
        eprintln!("pellucid: the heap is not sound:\n{problems}");
    }
    if finish.heap_problems.is_empty() { status } else { 99 }
}

/// Whether a cell has asked for the end of the session, by the reply to it.
pub(crate) fn asks_to_end(reply: &Json) -> bool {
    let payloads = reply["payload"].as_array().map_or(&[][..], Vec::as_slice);
    payloads.iter().any(|one| one["source"] == "ask_exit" && one["keepkernel"] != true)
}

/// Plain data as JSON.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::None => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(value) => Json::from(*value),
        // JSON has no infinities.
        Value::Float(value) => Json::from(*value),
        Value::Str(text) => Json::String(text.clone()),
        Value::Bytes(bytes) => Json::String(String::from_utf8_lossy(bytes).into_owned()),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Dict(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), to_json(value))).collect()
        }
    }
}

/// JSON as plain data.
pub fn to_value(json: &Json) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => number.as_f64().map_or(Value::None, Value::Float),
        },
        Json::String(text) => Value::Str(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(to_value).collect()),
        Json::Object(entries) => {
            Value::Dict(entries.iter().map(|(key, value)| (key.clone(), to_value(value))).collect())
        }
    }
}
