//! `pellucid notebook kernel`: a Jupyter kernel. The sockets have a thread of their own; cells run on the main one.

mod connection;
mod front_end;
mod message;
mod replies;
mod sockets;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use pellucid::Settings;
use serde_json::{Value as Json, json};

use crate::session::{FrontEnd, Session, exit_status};
use connection::Connection;
use front_end::Clients;
use message::Signer;
use sockets::{Request, Sockets};

/// How often a waiting kernel looks whether whoever has started it is still there.
const LOOKS_EVERY: Duration = Duration::from_secs(1);
/// How long cells that were asked for together with one that has failed have to arrive.
const COMPANIONS: Duration = Duration::from_millis(50);
/// How long the last messages have to leave.
const FAREWELL: Duration = Duration::from_millis(200);

/// Serves until a client says that it is enough.
pub fn serve(path: &Path, settings: Settings, seed: Option<u32>) -> Result<i32, String> {
    let connection = Connection::read(path)?;
    let signer = Signer::new(connection.key.clone());
    let sockets = sockets::open(connection, signer.clone())?;
    let Sockets { iopub, shell, control, stdin, answers, requests } = sockets;
    let clients = Arc::new(Clients::new(signer.clone(), iopub, stdin, answers));
    clients.say("starting");
    let folder = std::env::current_dir().map_err(|error| error.to_string())?;
    let session = Session::start(settings, seed, "kernel", &folder, clients.clone())?;
    let mut kernel = Kernel { session, clients, signer, shell, control, aborts: false };
    let parent = std::os::unix::process::parent_id();
    loop {
        let wait = if kernel.aborts { COMPANIONS } else { LOOKS_EVERY };
        match kernel.session.blocking(|| requests.recv_timeout(wait)) {
            Ok(request) if kernel.serve(&request) => break,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => {
                kernel.aborts = false;
                if std::os::unix::process::parent_id() != parent {
                    break;
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let finish = kernel.session.finish();
    std::thread::sleep(FAREWELL);
    Ok(exit_status(&finish, 0))
}

struct Kernel {
    session: Session,
    clients: Arc<Clients>,
    signer: Signer,
    shell: tokio::sync::mpsc::UnboundedSender<message::Message>,
    control: tokio::sync::mpsc::UnboundedSender<message::Message>,
    /// Whether cells that were waiting when one failed are not run.
    aborts: bool,
}

impl Kernel {
    /// Serves a request; whether it was the last.
    fn serve(&mut self, request: &Request) -> bool {
        let message = &request.message;
        self.clients.serve(message);
        self.clients.say("busy");
        self.session.forget_interrupt();
        let kind = message.kind();
        let reply = match kind {
            "shutdown_request" => {
                Some(json!({"status": "ok", "restart": message.flag("restart", false)}))
            }
            "execute_request" => Some(self.execute(request)),
            "comm_open" => {
                // There is no target of that name: the protocol wants it closed.
                let identifier = message.content["comm_id"].clone();
                self.clients.publish("comm_close", json!({"comm_id": identifier, "data": {}}));
                None
            }
            _ => replies::look(&mut self.session, message),
        };
        if let Some(content) = reply {
            self.reply(request, content);
        }
        let last = kind == "shutdown_request";
        if last {
            self.clients
                .publish("shutdown_reply", json!({"restart": message.flag("restart", false)}));
        }
        self.clients.say("idle");
        last
    }

    fn execute(&mut self, request: &Request) -> Json {
        if self.aborts {
            return json!({"status": "aborted"});
        }
        let reply = replies::execute(&mut self.session, &request.message);
        if reply["status"] == "error" {
            self.aborts = request.message.flag("stop_on_error", true);
        }
        reply
    }

    fn reply(&self, request: &Request, content: Json) {
        let message = &request.message;
        let kind = message.kind().replace("_request", "_reply");
        let header = message.header.clone();
        let reply = self.signer.message(&kind, content, header, message.identities.clone());
        let channel = if request.control { &self.control } else { &self.shell };
        // A client that has gone needs no reply.
        let _ = channel.send(reply);
    }
}
