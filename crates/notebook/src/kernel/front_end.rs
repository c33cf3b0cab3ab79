//! What a cell shows goes to the client that has asked for the cell.

use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use serde_json::{Value as Json, json};
use tokio::sync::mpsc::UnboundedSender;

use super::message::{Message, Signer};
use crate::session::{Attached, FrontEnd};

/// How long one wait for an answer lasts: an interrupt is seen between two.
const PATIENCE: Duration = Duration::from_millis(50);

/// The clients of a kernel.
pub struct Clients {
    signer: Signer,
    iopub: UnboundedSender<Message>,
    stdin: UnboundedSender<Message>,
    answers: Mutex<mpsc::Receiver<Message>>,
    /// The request that is being served.
    request: Mutex<Option<Message>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What these hold is replaced as a whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Clients {
    /// Clients behind these channels.
    pub fn new(
        signer: Signer,
        iopub: UnboundedSender<Message>,
        stdin: UnboundedSender<Message>,
        answers: mpsc::Receiver<Message>,
    ) -> Clients {
        let answers = Mutex::new(answers);
        Clients { signer, iopub, stdin, answers, request: Mutex::new(None) }
    }

    /// From now on what is shown belongs to this request.
    pub fn serve(&self, request: &Message) {
        *locked(&self.request) = Some(request.clone());
    }

    /// Says whether the kernel is "starting", "busy" or "idle".
    pub fn say(&self, state: &str) {
        self.publish("status", json!({"execution_state": state}), Attached::default());
    }
}

impl FrontEnd for Clients {
    fn parent(&self) -> Json {
        locked(&self.request).as_ref().map_or(json!({}), |request| request.header.clone())
    }

    fn publish(&self, kind: &str, content: Json, attached: Attached) {
        let topic = vec![kind.as_bytes().to_vec()];
        let mut message = self.signer.message(kind, content, self.parent(), topic);
        if attached.metadata.is_object() {
            message.metadata = attached.metadata;
        }
        message.buffers = attached.buffers;
        // The sockets close last of all; what is shown after that is lost.
        let _ = self.iopub.send(message);
    }

    fn ask(&self, prompt: &str, password: bool) -> bool {
        let Some(request) = locked(&self.request).clone() else { return false };
        if !request.flag("allow_stdin", false) {
            return false;
        }
        // Answers to questions that were given up.
        while locked(&self.answers).try_recv().is_ok() {}
        let content = json!({"prompt": prompt, "password": password});
        let question =
            self.signer.message("input_request", content, request.header, request.identities);
        self.stdin.send(question).is_ok()
    }

    fn answer(&self) -> Option<String> {
        let answer = locked(&self.answers).recv_timeout(PATIENCE).ok()?;
        (answer.kind() == "input_reply").then(|| answer.text("value").to_owned())
    }
}
