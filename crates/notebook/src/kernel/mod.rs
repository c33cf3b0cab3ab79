//! `pellucid notebook kernel`: a Jupyter kernel. The sockets have a thread of their own; cells run on the main one.

mod connection;
mod front_end;
mod message;
mod replies;
mod sockets;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use pellucid::{Settings, Value};
use serde_json::{Value as Json, json};

use crate::session::{Attached, FrontEnd, Session, asks_to_end, exit_status, to_value};
use connection::Connection;
use front_end::Clients;
use message::{Message, Signer};
use sockets::{Request, Sockets};

/// How often a waiting kernel looks whether whoever has started it is still there.
const LOOKS_EVERY: Duration = Duration::from_secs(1);
/// How long cells that were asked for together with one that has failed have to arrive.
const COMPANIONS: Duration = Duration::from_millis(10);
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
    let mut kernel = Kernel {
        session,
        clients,
        signer,
        shell,
        control,
        requests,
        companions: VecDeque::new(),
        has_tasks: false,
    };
    let parent = std::os::unix::process::parent_id();
    loop {
        match kernel.next() {
            Ok((request, aborted)) if kernel.serve(&request, aborted) => break,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) if std::os::unix::process::parent_id() == parent => {}
            Err(_) => break,
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
    shell: tokio::sync::mpsc::UnboundedSender<Message>,
    control: tokio::sync::mpsc::UnboundedSender<Message>,
    requests: Receiver<Request>,
    /// What had come when a cell failed: who sent it did not know of the failure, and its cells are not run.
    companions: VecDeque<Request>,
    /// Whether cells may have left tasks behind.
    has_tasks: bool,
}

impl Kernel {
    /// The next request, and whether it came together with a cell that has failed.
    fn next(&mut self) -> Result<(Request, bool), RecvTimeoutError> {
        if let Some(request) = self.companions.pop_front() {
            return Ok((request, true));
        }
        while self.has_tasks {
            match self.requests.try_recv() {
                Ok(request) => return Ok((request, false)),
                Err(TryRecvError::Disconnected) => return Err(RecvTimeoutError::Disconnected),
                // What goes wrong in a task is shown there.
                Err(TryRecvError::Empty) => self.has_tasks = self.advance(),
            }
        }
        let requests = &self.requests;
        let request = self.session.blocking(|| requests.recv_timeout(LOOKS_EVERY))?;
        Ok((request, false))
    }

    /// Lets tasks that cells have left behind go on; whether there are any.
    fn advance(&mut self) -> bool {
        self.session.call("advance", Vec::new()).is_ok_and(|pending| pending == true)
    }

    /// Serves a request; whether it was the last.
    fn serve(&mut self, request: &Request, aborted: bool) -> bool {
        let message = &request.message;
        self.clients.serve(message);
        self.clients.say("busy");
        self.session.forget_interrupt();
        let kind = message.kind();
        let reply = match kind {
            "shutdown_request" => {
                Some(json!({"status": "ok", "restart": message.flag("restart", false)}))
            }
            "execute_request" if aborted => Some(json!({"status": "aborted"})),
            "execute_request" => Some(self.execute(request)),
            "comm_open" | "comm_msg" | "comm_close" => {
                self.take_comm(message);
                None
            }
            _ => replies::look(&mut self.session, message),
        };
        let left = reply.as_ref().is_some_and(asks_to_end);
        if let Some(content) = reply {
            self.reply(request, content);
        }
        let last = left || kind == "shutdown_request";
        if last {
            let restart = !left && message.flag("restart", false);
            let content = json!({"restart": restart});
            self.clients.publish("shutdown_reply", content, Attached::default());
        }
        self.clients.say("idle");
        last
    }

    /// Gives a message to the program's side of a comm.
    fn take_comm(&mut self, message: &Message) {
        let parts = json!({
            "header": message.header,
            "parent_header": message.parent,
            "metadata": message.metadata,
            "content": message.content,
        });
        let buffers = message.buffers.iter().cloned().map(Value::Bytes).collect();
        // What goes wrong there is shown there.
        let _ = self.session.call("take_comm", vec![to_value(&parts), Value::List(buffers)]);
        self.has_tasks = true;
    }

    fn execute(&mut self, request: &Request) -> Json {
        let reply = replies::execute(&mut self.session, &request.message);
        // Asked for anew before the next request is waited for.
        self.has_tasks = true;
        if reply["status"] == "error" && request.message.flag("stop_on_error", true) {
            while let Ok(request) = self.requests.recv_timeout(COMPANIONS) {
                self.companions.push_back(request);
            }
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
