//! The five sockets, on a thread of their own, and the channels that lead to them.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zeromq::{PubSocket, RepSocket, RouterSocket, Socket, SocketRecv, SocketSend, ZmqMessage};

use super::connection::Connection;
use super::message::{Message, Signer};
use super::replies;

/// How long text of a stream is gathered before it is sent.
const GATHERED: Duration = Duration::from_millis(30);
/// How much text of a stream goes into one message.
const TEXT_MAX: usize = 1 << 16;

/// The kernel's ends of the channels.
pub struct Sockets {
    /// What is published.
    pub iopub: UnboundedSender<Message>,
    /// Replies to requests.
    pub shell: UnboundedSender<Message>,
    /// Replies to urgent requests.
    pub control: UnboundedSender<Message>,
    /// Questions to the user.
    pub stdin: UnboundedSender<Message>,
    /// The user's answers.
    pub answers: mpsc::Receiver<Message>,
    /// Requests, in the order in which they come.
    pub requests: mpsc::Receiver<Request>,
}

/// A request, and where its reply goes.
pub struct Request {
    /// What is asked.
    pub message: Message,
    /// Whether it is urgent.
    pub control: bool,
}

/// The sockets' own ends.
struct Ends {
    iopub: UnboundedReceiver<Message>,
    shell: UnboundedReceiver<Message>,
    control: UnboundedReceiver<Message>,
    stdin: UnboundedReceiver<Message>,
    answers: mpsc::Sender<Message>,
    requests: mpsc::Sender<Request>,
    publish: UnboundedSender<Message>,
}

/// Opens the sockets and serves them on a new thread.
pub fn open(connection: Connection, signer: Signer) -> Result<Sockets, String> {
    let (iopub, iopub_end) = unbounded_channel();
    let (shell, shell_end) = unbounded_channel();
    let (control, control_end) = unbounded_channel();
    let (stdin, stdin_end) = unbounded_channel();
    let (answers_end, answers) = mpsc::channel();
    let (requests_end, requests) = mpsc::channel();
    let ends = Ends {
        iopub: iopub_end,
        shell: shell_end,
        control: control_end,
        stdin: stdin_end,
        answers: answers_end,
        requests: requests_end,
        publish: iopub.clone(),
    };
    let (ready, is_ready) = mpsc::channel();
    let serve = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        match runtime {
            Ok(runtime) => runtime.block_on(serve(connection, signer, ends, &ready)),
            Err(error) => {
                // Nobody waits any more if this fails.
                let _ = ready.send(Err(format!("the sockets cannot be served: {error}")));
            }
        }
    };
    std::thread::Builder::new()
        .name("sockets".to_owned())
        .spawn(serve)
        .map_err(|error| format!("no thread for the sockets: {error}"))?;
    is_ready.recv().map_err(|_| "the sockets have not opened".to_owned())??;
    Ok(Sockets { iopub, shell, control, stdin, answers, requests })
}

async fn bound<S: Socket>(endpoint: &str) -> Result<S, String> {
    let mut socket = S::new();
    let opened = socket.bind(endpoint).await;
    opened.map_err(|error| format!("cannot listen at {endpoint}: {error}"))?;
    Ok(socket)
}

async fn serve(
    connection: Connection,
    signer: Signer,
    ends: Ends,
    ready: &mpsc::Sender<Result<(), String>>,
) {
    let sockets = async {
        Ok::<_, String>((
            bound::<PubSocket>(&connection.iopub).await?,
            bound::<RouterSocket>(&connection.shell).await?,
            bound::<RouterSocket>(&connection.control).await?,
            bound::<RouterSocket>(&connection.stdin).await?,
            bound::<RepSocket>(&connection.heartbeat).await?,
        ))
    };
    let (iopub, shell, control, stdin, heartbeat) = match sockets.await {
        Ok(sockets) => sockets,
        Err(message) => {
            let _ = ready.send(Err(message));
            return;
        }
    };
    let _ = ready.send(Ok(()));
    let (requests, answers) = (ends.requests.clone(), ends.answers);
    let urgent = Urgent { signer: signer.clone(), publish: ends.publish, requests: ends.requests };
    tokio::join!(
        publish(iopub, ends.iopub, &signer),
        route(shell, ends.shell, &signer, |message| {
            let _ = requests.send(Request { message, control: false });
            None
        }),
        route(control, ends.control, &signer, |message| urgent.take(message)),
        route(stdin, ends.stdin, &signer, |message| {
            let _ = answers.send(message);
            None
        }),
        beat(heartbeat),
    );
}

/// Urgent requests are answered while a cell runs.
struct Urgent {
    signer: Signer,
    publish: UnboundedSender<Message>,
    requests: mpsc::Sender<Request>,
}

impl Urgent {
    fn take(&self, message: Message) -> Option<Message> {
        let content = match message.kind() {
            "interrupt_request" => {
                // To the process, so that the main thread gets it, and what it waits for ends.
                let _ = kill(Pid::this(), Signal::SIGINT);
                json!({"status": "ok"})
            }
            "kernel_info_request" => replies::kernel_information(),
            _ => {
                // The kernel's thread answers; a cell that runs shall not keep it from leaving.
                if message.kind() == "shutdown_request" {
                    let _ = kill(Pid::this(), Signal::SIGINT);
                }
                let _ = self.requests.send(Request { message, control: true });
                return None;
            }
        };
        let kind = message.kind().replace("_request", "_reply");
        for state in ["busy", "idle"] {
            let content = json!({"execution_state": state});
            let topic = vec![b"status".to_vec()];
            let status = self.signer.message("status", content, message.header.clone(), topic);
            // Nobody is there to see it once the sockets are closed.
            let _ = self.publish.send(status);
        }
        Some(self.signer.message(&kind, content, message.header, message.identities))
    }
}

fn to_wire(signer: &Signer, message: &Message) -> Option<ZmqMessage> {
    let mut frames = signer.encode(message).into_iter();
    let mut wire = ZmqMessage::from(frames.next()?);
    frames.for_each(|frame| wire.push_back(frame.into()));
    Some(wire)
}

/// Takes messages in and sends messages out, until the kernel has ended.
async fn route(
    mut socket: RouterSocket,
    mut outgoing: UnboundedReceiver<Message>,
    signer: &Signer,
    mut take: impl FnMut(Message) -> Option<Message>,
) {
    loop {
        let reply = tokio::select! {
            received = socket.recv() => {
                // What is no message, or not signed with the key, is not for us.
                let Ok(received) = received else { continue };
                let frames = received.into_vec().into_iter().map(|frame| frame.to_vec()).collect();
                signer.decode(frames).and_then(&mut take)
            }
            reply = outgoing.recv() => match reply {
                Some(reply) => Some(reply),
                None => return,
            },
        };
        if let Some(frames) = reply.and_then(|reply| to_wire(signer, &reply)) {
            // A client that has gone needs no reply.
            let _ = socket.send(frames).await;
        }
    }
}

async fn beat(mut socket: RepSocket) {
    while let Ok(message) = socket.recv().await {
        if socket.send(message).await.is_err() {
            return;
        }
    }
}

/// Publishes; text of one stream that comes in small parts goes out in larger ones.
async fn publish(mut socket: PubSocket, mut outgoing: UnboundedReceiver<Message>, signer: &Signer) {
    let mut text: Option<(Message, Instant)> = None;
    loop {
        let next = match &text {
            None => outgoing.recv().await,
            Some((_, since)) => {
                let rest = GATHERED.saturating_sub(since.elapsed());
                match tokio::time::timeout(rest, outgoing.recv()).await {
                    Ok(next) => next,
                    Err(_) => {
                        send_text(&mut socket, signer, &mut text).await;
                        continue;
                    }
                }
            }
        };
        let Some(message) = next else {
            send_text(&mut socket, signer, &mut text).await;
            return;
        };
        if let Some((gathered, _)) = &mut text
            && joins(gathered, &message)
        {
            let joined = format!("{}{}", gathered.text("text"), message.text("text"));
            gathered.content["text"] = joined.into();
            continue;
        }
        send_text(&mut socket, signer, &mut text).await;
        if message.kind() == "stream" {
            text = Some((message, Instant::now()));
        } else if let Some(frames) = to_wire(signer, &message) {
            // Whoever does not listen does not want it.
            let _ = socket.send(frames).await;
        }
    }
}

fn joins(gathered: &Message, message: &Message) -> bool {
    message.kind() == "stream"
        && gathered.content["name"] == message.content["name"]
        && gathered.parent["msg_id"] == message.parent["msg_id"]
        && gathered.text("text").len() < TEXT_MAX
}

async fn send_text(socket: &mut PubSocket, signer: &Signer, text: &mut Option<(Message, Instant)>) {
    if let Some((message, _)) = text.take()
        && let Some(frames) = to_wire(signer, &message)
    {
        let _ = socket.send(frames).await;
    }
}
