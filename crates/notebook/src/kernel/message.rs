//! Messages of the Jupyter protocol, as they go over the wire.

use std::fmt::Write as _;
use std::time::SystemTime;

use hmac::{Hmac, Mac};
use serde_json::{Value as Json, json};
use sha2::Sha256;

/// What separates the addresses of a message from its parts.
const DELIMITER: &[u8] = b"<IDS|MSG>";
/// The version of the protocol.
pub const PROTOCOL_VERSION: &str = "5.3";

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whom it is from or for; for what is published, the topic.
    pub identities: Vec<Vec<u8>>,
    /// Its header.
    pub header: Json,
    /// The header of the request that it answers.
    pub parent: Json,
    /// What is said about the message.
    pub metadata: Json,
    /// Its content.
    pub content: Json,
    /// Binary data that belong to the content.
    pub buffers: Vec<Vec<u8>>,
}

/// Makes and signs messages.
#[derive(Clone)]
pub struct Signer {
    key: Vec<u8>,
    session: String,
}

impl Message {
    /// `msg_type`
    pub fn kind(&self) -> &str {
        self.header["msg_type"].as_str().unwrap_or_default()
    }

    /// A text of the content.
    pub fn text(&self, field: &str) -> &str {
        self.content[field].as_str().unwrap_or_default()
    }

    /// A flag of the content.
    pub fn flag(&self, field: &str, default: bool) -> bool {
        self.content[field].as_bool().unwrap_or(default)
    }
}

impl Signer {
    /// For messages of one session.
    pub fn new(key: Vec<u8>) -> Signer {
        Signer { key, session: uuid::Uuid::new_v4().to_string() }
    }

    /// A message that has no answer yet; `parent` is the request's header.
    pub fn message(
        &self,
        kind: &str,
        content: Json,
        parent: Json,
        identities: Vec<Vec<u8>>,
    ) -> Message {
        let header = json!({
            "msg_id": uuid::Uuid::new_v4().to_string(),
            "msg_type": kind,
            "session": self.session,
            "username": "pellucid",
            "date": humantime::format_rfc3339_micros(SystemTime::now()).to_string(),
            "version": PROTOCOL_VERSION,
        });
        let (metadata, buffers) = (json!({}), Vec::new());
        Message { identities, header, parent, metadata, content, buffers }
    }

    fn signature(&self, parts: &[Vec<u8>]) -> Option<Hmac<Sha256>> {
        if self.key.is_empty() {
            return None;
        }
        let mut signature =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("a key of HMAC has any length");
        parts.iter().for_each(|part| signature.update(part));
        Some(signature)
    }

    /// The frames of a message.
    pub fn encode(&self, message: &Message) -> Vec<Vec<u8>> {
        let json = |part: &Json| part.to_string().into_bytes();
        let parts = vec![
            json(&message.header),
            json(&message.parent),
            json(&message.metadata),
            json(&message.content),
        ];
        let mut signature = String::new();
        if let Some(computed) = self.signature(&parts) {
            for byte in computed.finalize().into_bytes() {
                let _ = write!(signature, "{byte:02x}");
            }
        }
        let mut frames = message.identities.clone();
        frames.extend([DELIMITER.to_vec(), signature.into_bytes()]);
        frames.extend(parts);
        frames.extend(message.buffers.iter().cloned());
        frames
    }

    /// The message in frames; `None` if it is none, or not signed with the key.
    pub fn decode(&self, frames: Vec<Vec<u8>>) -> Option<Message> {
        let delimiter = frames.iter().position(|frame| frame == DELIMITER)?;
        let (identities, rest) = frames.split_at(delimiter);
        let [_, given, parts @ ..] = rest else { return None };
        let (parts, buffers) = parts.split_at_checked(4)?;
        if let Some(computed) = self.signature(parts) {
            computed.verify_slice(&bytes_of_hexadecimal(given)?).ok()?;
        }
        let json = |part: &[u8]| serde_json::from_slice::<Json>(part).ok();
        Some(Message {
            identities: identities.to_vec(),
            header: json(&parts[0])?,
            parent: json(&parts[1])?,
            metadata: json(&parts[2])?,
            content: json(&parts[3])?,
            buffers: buffers.to_vec(),
        })
    }
}

fn bytes_of_hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let pairs = text.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs.collect()
}
