//! The connection file: where a kernel listens, and the key that messages are signed with.

use std::path::Path;

use serde_json::Value as Json;

/// The content of a connection file.
pub struct Connection {
    transport: String,
    address: String,
    /// The key of signatures; empty if messages are not signed.
    pub key: Vec<u8>,
    /// Where requests arrive.
    pub shell: String,
    /// Where urgent requests arrive.
    pub control: String,
    /// Where questions to the user go.
    pub stdin: String,
    /// Where everything that is shown goes.
    pub iopub: String,
    /// Where it is asked whether the kernel is alive.
    pub heartbeat: String,
}

impl Connection {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Connection, String> {
        let name = path.display();
        let text = std::fs::read(path)
            .map_err(|error| format!("cannot read the connection file {name}: {error}"))?;
        let json: Json = serde_json::from_slice(&text)
            .map_err(|error| format!("the connection file {name} is not valid JSON: {error}"))?;
        Connection::from_json(&json)
            .map_err(|field| format!("the connection file {name} has no usable `{field}`"))
    }

    fn from_json(json: &Json) -> Result<Connection, &'static str> {
        let text = |field: &'static str| json[field].as_str().ok_or(field);
        let scheme = json["signature_scheme"].as_str().unwrap_or("hmac-sha256");
        let key = text("key").unwrap_or_default();
        if !key.is_empty() && scheme != "hmac-sha256" {
            return Err("signature_scheme");
        }
        let mut connection = Connection {
            transport: text("transport").unwrap_or("tcp").to_owned(),
            address: text("ip")?.to_owned(),
            key: key.as_bytes().to_vec(),
            shell: String::new(),
            control: String::new(),
            stdin: String::new(),
            iopub: String::new(),
            heartbeat: String::new(),
        };
        connection.shell = connection.endpoint(json, "shell_port")?;
        connection.control = connection.endpoint(json, "control_port")?;
        connection.stdin = connection.endpoint(json, "stdin_port")?;
        connection.iopub = connection.endpoint(json, "iopub_port")?;
        connection.heartbeat = connection.endpoint(json, "hb_port")?;
        Ok(connection)
    }

    fn endpoint(&self, json: &Json, field: &'static str) -> Result<String, &'static str> {
        let port = json[field].as_u64().ok_or(field)?;
        match self.transport.as_str() {
            "tcp" => Ok(format!("tcp://{}:{port}", self.address)),
            "ipc" => Ok(format!("ipc://{}-{port}", self.address)),
            _ => Err("transport"),
        }
    }
}
