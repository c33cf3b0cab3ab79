//! Requests and the content of their replies.

use pellucid::Value;
use serde_json::{Map, Value as Json, json};

use super::message::{Message, PROTOCOL_VERSION};
use crate::run::language;
use crate::session::{Session, to_value};

/// The content of a `kernel_info_reply`.
pub fn kernel_information() -> Json {
    json!({
        "status": "ok",
        "protocol_version": PROTOCOL_VERSION,
        "implementation": "pellucid",
        "implementation_version": env!("CARGO_PKG_VERSION"),
        "language_info": language(),
        "banner": "Pellucid: Python 3.14 whose memory can be seen",
        "help_links": [{"text": "Python", "url": "https://docs.python.org/3.14"}],
        "supported_features": [],
    })
}

/// The content of an `execute_reply`.
pub fn execute(session: &mut Session, request: &Message) -> Json {
    let silent = request.flag("silent", false);
    let expressions = request.content["user_expressions"].as_object().cloned();
    let reply = session.run_cell(
        request.text("code"),
        silent,
        request.flag("store_history", !silent),
        &expressions.unwrap_or_else(Map::new),
    );
    reply.unwrap_or_else(|message| failure(&message))
}

/// A reply that says that the session itself has failed.
pub fn failure(message: &str) -> Json {
    json!({"status": "error", "ename": "RuntimeError", "evalue": message, "traceback": [message]})
}

/// The content of the reply to a request that only looks; `None` if the request is not known.
pub fn look(session: &mut Session, request: &Message) -> Option<Json> {
    let content = &request.content;
    let code = || Value::from(request.text("code"));
    let cursor = || {
        let end = request.text("code").chars().count() as i64;
        Value::Int(content["cursor_pos"].as_i64().unwrap_or(end))
    };
    let result = match request.kind() {
        "kernel_info_request" => return Some(kernel_information()),
        "comm_info_request" => session
            .call("comms", vec![Value::from(request.text("target_name"))])
            .map(|comms| json!({"status": "ok", "comms": comms})),
        "complete_request" => session.call("complete", vec![code(), cursor()]),
        "inspect_request" => {
            let detail = content["detail_level"].as_i64() == Some(1);
            session.call("inspect", vec![code(), cursor(), detail.into()]).map(|text| {
                let data = if text.is_null() { json!({}) } else { json!({"text/plain": text}) };
                json!({"status": "ok", "found": !text.is_null(), "data": data, "metadata": {}})
            })
        }
        "is_complete_request" => session.call("is_complete", vec![code()]),
        "history_request" => session
            .call("recall", vec![to_value(content)])
            .map(|entries| json!({"status": "ok", "history": entries})),
        _ => return None,
    };
    Some(result.unwrap_or_else(|message| failure(&message)))
}
