//! Socket objects.
//!
//! Long: one short method for each operation on a socket.

mod operations;

mod transfer;

use std::cell::Cell;
use std::os::fd::{IntoRawFd, RawFd};
use std::time::Duration;

use nix::errno::Errno;
use nix::libc;
use nix::poll::PollFlags;
use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{descriptor_of, set_socket_option, socket_option};
use rustix::net::{self, SocketFlags, SocketType};

use super::address::{self, Address, with_address};
use crate::posix::path_argument::buffer_bytes;

/// An open socket, or one that has been closed.
#[derive(Trace)]
pub struct Socket {
    #[trace(skip)]
    descriptor: Cell<RawFd>,
    #[trace(skip)]
    family: Cell<i32>,
    #[trace(skip)]
    kind: Cell<i32>,
    #[trace(skip)]
    protocol: Cell<i32>,
    /// How long an operation may wait; `None` for ever.
    #[trace(skip)]
    timeout: Cell<Option<Duration>>,
}

impl Default for Socket {
    fn default() -> Socket {
        Socket {
            descriptor: Cell::new(-1),
            family: Cell::new(0),
            kind: Cell::new(0),
            protocol: Cell::new(0),
            timeout: Cell::new(None),
        }
    }
}

/// `_socket.socket`
pub static SOCKET: TypeSpec = TypeSpec {
    module: "_socket",
    doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\nsocket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\nOpen a socket of the given type.  The family argument specifies the\naddress family; it defaults to AF_INET.  The type argument specifies\nwhether this is a stream (SOCK_STREAM, this is the default)\nor datagram (SOCK_DGRAM) socket.  The protocol argument defaults to 0,\nspecifying the default protocol.  Keyword arguments are accepted.\nThe socket is created as non-inheritable.",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, _| {
            let socket = Socket::default();
            Ok(vm.heap().allocate(kind_of(class), socket).into_object())
        });
        slots.init = Some(Socket::INIT);
        slots.repr = Some(|vm, object| {
            let Some(socket) = object.downcast::<Socket>() else { return Ok(object.to_ref()) };
            let text = format!(
                "<socket object, fd={}, family={}, type={}, proto={}>",
                socket.descriptor.get(),
                socket.family.get(),
                socket.kind.get(),
                socket.protocol.get()
            );
            Ok(vm.new_str(&text).into_object())
        });
    },
    methods: &[Socket::METHODS, Socket::TRANSFER_METHODS],
    getsets: &[Socket::GETSETS],
    ..TypeSpec::new::<Socket>("socket")
};

/// The name under which the machine keeps `socket.setdefaulttimeout`.
pub const DEFAULT_TIMEOUT: &str = "socket timeout";

pub(super) fn host_errno(errno: rustix::io::Errno) -> Errno {
    Errno::from_raw(errno.raw_os_error())
}

/// A timeout argument: seconds, or `None` for no limit.
pub fn timeout_of(vm: &mut Vm, value: &Object) -> PyResult<Option<Duration>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    match crate::time::duration(vm, value)? {
        Some(limit) => Ok(Some(limit)),
        None => Err(vm.value_error("Timeout value out of range")),
    }
}

/// The timeout that new sockets have.
pub fn default_timeout(vm: &mut Vm) -> PyResult<Option<Duration>> {
    match vm.module_state(DEFAULT_TIMEOUT) {
        Some(kept) => timeout_of(vm, &kept),
        None => Ok(None),
    }
}

fn set_waiting(vm: &mut Vm, descriptor: RawFd, waiting: bool) -> PyResult<()> {
    use nix::fcntl::{FcntlArg, OFlag, fcntl};
    vm.system_call(None, || {
        let flags = OFlag::from_bits_retain(fcntl(descriptor, FcntlArg::F_GETFL)?);
        let wanted = if waiting { flags - OFlag::O_NONBLOCK } else { flags | OFlag::O_NONBLOCK };
        fcntl(descriptor, FcntlArg::F_SETFL(wanted)).map(drop)
    })
}

fn timed_out(vm: &mut Vm) -> Raised {
    let class = vm.types.timeout_error.clone();
    vm.raise_message(&class, "timed out")
}

fn size_of_request(vm: &mut Vm, size: isize, function: &str) -> PyResult<usize> {
    usize::try_from(size).map_err(|_| vm.value_error(format!("negative buffersize in {function}")))
}

#[methods(owner = "socket")]
impl Socket {
    #[initializer("socket(family=-1, type=-1, proto=-1, fileno=None)")]
    fn initialize(
        vm: &mut Vm,
        this: &Typed<Socket>,
        family: Option<i32>,
        kind: Option<i32>,
        proto: Option<i32>,
        fileno: Option<&Object>,
    ) -> PyResult<()> {
        let given = |value: Option<i32>| value.filter(|value| *value != -1);
        let (family, kind, proto) = (given(family), given(kind), given(proto));
        if let Some(fileno) = fileno {
            let number = vm.index(fileno)?.to_i64().and_then(|number| RawFd::try_from(number).ok());
            let Some(descriptor) = number.filter(|number| *number >= 0) else {
                return Err(vm.value_error("negative file descriptor"));
            };
            let own = |vm: &mut Vm, option: i32| -> PyResult<i32> {
                let mut value = [0; 4];
                vm.system_call(None, || {
                    socket_option(descriptor, libc::SOL_SOCKET, option, &mut value)
                })?;
                Ok(i32::from_ne_bytes(value))
            };
            let known =
                (own(vm, libc::SO_DOMAIN)?, own(vm, libc::SO_TYPE)?, own(vm, libc::SO_PROTOCOL)?);
            let (family, kind) = (family.unwrap_or(known.0), kind.unwrap_or(known.1));
            return this.set_up(vm, descriptor, family, kind, proto.unwrap_or(known.2));
        }
        let (family, kind) = (family.unwrap_or(libc::AF_INET), kind.unwrap_or(libc::SOCK_STREAM));
        let proto = proto.unwrap_or(0);
        let flags = SocketFlags::from_bits_retain((kind & libc::SOCK_NONBLOCK) as u32);
        let plain = kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC);
        let descriptor = vm.system_call(None, || {
            let family = net::AddressFamily::from_raw(family as u16);
            let protocol = u32::try_from(proto).ok().and_then(|number| number.try_into().ok());
            net::socket_with(
                family,
                SocketType::from_raw(plain as u32),
                flags | SocketFlags::CLOEXEC,
                protocol.map(net::Protocol::from_raw),
            )
            .map_err(host_errno)
        })?;
        this.set_up(vm, descriptor.into_raw_fd(), family, kind, proto)
    }

    #[getter("family")]
    fn family(_: &mut Vm, this: &Typed<Socket>) -> i32 {
        this.family.get()
    }

    #[getter("type")]
    fn kind(_: &mut Vm, this: &Typed<Socket>) -> i32 {
        this.kind.get()
    }

    #[getter("proto")]
    fn protocol(_: &mut Vm, this: &Typed<Socket>) -> i32 {
        this.protocol.get()
    }

    #[getter("timeout")]
    fn timeout(_: &mut Vm, this: &Typed<Socket>) -> Option<f64> {
        this.timeout.get().map(|limit| limit.as_secs_f64())
    }

    /// Called when the socket is about to be freed: closes it.
    #[method("__del__(self, /)")]
    fn finalize(vm: &mut Vm, this: &Typed<Socket>) -> PyResult<()> {
        if this.descriptor.get() == -1 {
            return Ok(());
        }
        let shown = vm.repr(this.as_object())?;
        let class = vm.types.resource_warning.clone();
        let warned = vm.warn(&class, &format!("unclosed {shown}"), 1);
        Self::close(vm, this)?;
        warned
    }

    /// close()
    ///
    /// Close the socket.  It cannot be used after this call.
    #[method("close(self, /)")]
    fn close(vm: &mut Vm, this: &Typed<Socket>) -> PyResult<()> {
        let descriptor = this.descriptor.replace(-1);
        if descriptor == -1 {
            return Ok(());
        }
        match vm.blocking(|| nix::unistd::close(descriptor)) {
            // After EINTR it is closed nevertheless; a peer that is gone is no error here.
            Ok(()) | Err(Errno::EINTR | Errno::ECONNRESET) => Ok(()),
            Err(errno) => Err(vm.os_error(errno, None)),
        }
    }

    /// detach()
    ///
    /// Close the socket object without closing the underlying file descriptor.
    /// The object cannot be used after this call, but the file descriptor
    /// can be reused for other purposes.  The file descriptor is returned.
    #[method("detach(self, /)")]
    fn detach(_: &mut Vm, this: &Typed<Socket>) -> RawFd {
        this.descriptor.replace(-1)
    }

    /// fileno() -> integer
    ///
    /// Return the integer file descriptor of the socket.
    #[method("fileno(self, /)")]
    fn fileno(_: &mut Vm, this: &Typed<Socket>) -> RawFd {
        this.descriptor.get()
    }

    /// bind(address)
    ///
    /// Bind the socket to a local address.
    #[method("bind(self, address, /)")]
    fn bind(vm: &mut Vm, this: &Typed<Socket>, address: &Object) -> PyResult<()> {
        let own = Address::read(vm, this.family.get(), address, "bind")?;
        let descriptor = this.descriptor.get();
        vm.system_call(None, || {
            let socket = descriptor_of(descriptor)?;
            with_address!(own, |to| net::bind(socket, to)).map_err(host_errno)
        })
    }

    /// listen([backlog])
    ///
    /// Enable a server to accept connections.
    #[method("listen(self, backlog=128, /)", hidden)]
    fn listen(vm: &mut Vm, this: &Typed<Socket>, backlog: Option<i32>) -> PyResult<()> {
        let descriptor = this.descriptor.get();
        let backlog = backlog.unwrap_or(128).max(0);
        vm.system_call(None, || {
            net::listen(descriptor_of(descriptor)?, backlog).map_err(host_errno)
        })
    }

    /// _accept() -> (integer, address info)
    ///
    /// Wait for an incoming connection.
    #[method("_accept(self, /)")]
    fn accept(vm: &mut Vm, this: &Typed<Socket>) -> PyResult<(RawFd, Ref)> {
        let descriptor = this.descriptor.get();
        let (socket, from) = this.operate(vm, PollFlags::POLLIN, || {
            net::acceptfrom_with(descriptor_of(descriptor)?, SocketFlags::CLOEXEC)
                .map_err(host_errno)
        })?;
        let from = address::show(vm, from);
        Ok((socket.into_raw_fd(), from))
    }

    /// connect(address)
    ///
    /// Connect the socket to a remote address.
    #[method("connect(self, address, /)")]
    fn connect(vm: &mut Vm, this: &Typed<Socket>, address: &Object) -> PyResult<()> {
        let target = Address::read(vm, this.family.get(), address, "connect")?;
        match this.connect_to(vm, &target)? {
            Ok(()) => Ok(()),
            Err(errno) => Err(vm.os_error(errno, None)),
        }
    }

    /// connect_ex(address) -> errno
    ///
    /// This is like connect(address), but returns an error code (the errno value)
    /// instead of raising an exception when an error occurs.
    #[method("connect_ex(self, address, /)")]
    fn connect_ex(vm: &mut Vm, this: &Typed<Socket>, address: &Object) -> PyResult<i32> {
        let target = Address::read(vm, this.family.get(), address, "connect_ex")?;
        match this.connect_to(vm, &target) {
            Ok(result) => Ok(result.err().map_or(0, |errno| errno as i32)),
            Err(raised) if raised.is_instance(vm, &vm.types.timeout_error) => Ok(libc::EAGAIN),
            Err(raised) => Err(raised),
        }
    }

    /// shutdown(flag)
    ///
    /// Shut down the reading side of the socket (flag == SHUT_RD), the writing side
    /// of the socket (flag == SHUT_WR), or both ends (flag == SHUT_RDWR).
    #[method("shutdown(self, how, /)")]
    fn shutdown(vm: &mut Vm, this: &Typed<Socket>, how: i32) -> PyResult<()> {
        let descriptor = this.descriptor.get();
        let how = match how {
            libc::SHUT_RD => net::Shutdown::Read,
            libc::SHUT_WR => net::Shutdown::Write,
            libc::SHUT_RDWR => net::Shutdown::Both,
            _ => return Err(vm.os_error(Errno::EINVAL, None)),
        };
        vm.system_call(None, || net::shutdown(descriptor_of(descriptor)?, how).map_err(host_errno))
    }

    /// getsockname() -> address info
    ///
    /// Return the address of the local endpoint.
    #[method("getsockname(self, /)")]
    fn getsockname(vm: &mut Vm, this: &Typed<Socket>) -> PyResult {
        let descriptor = this.descriptor.get();
        let own = vm.system_call(None, || {
            net::getsockname(descriptor_of(descriptor)?).map_err(host_errno)
        })?;
        Ok(address::show(vm, Some(own)))
    }

    /// getpeername() -> address info
    ///
    /// Return the address of the remote endpoint.
    #[method("getpeername(self, /)")]
    fn getpeername(vm: &mut Vm, this: &Typed<Socket>) -> PyResult {
        let descriptor = this.descriptor.get();
        let peer = vm.system_call(None, || {
            net::getpeername(descriptor_of(descriptor)?).map_err(host_errno)
        })?;
        match peer {
            Some(peer) => Ok(address::show(vm, Some(peer))),
            None => Ok(vm.new_str("").into_object()),
        }
    }

    /// setblocking(flag)
    ///
    /// Set the socket to blocking (flag is true) or non-blocking (false).
    #[method("setblocking(self, flag, /)")]
    fn setblocking(vm: &mut Vm, this: &Typed<Socket>, flag: bool) -> PyResult<()> {
        set_waiting(vm, this.descriptor.get(), flag)?;
        this.timeout.set(if flag { None } else { Some(Duration::ZERO) });
        Ok(())
    }

    /// getblocking()
    ///
    /// Returns True if socket is in blocking mode, or False if it
    /// is in non-blocking mode.
    #[method("getblocking(self, /)")]
    fn getblocking(_: &mut Vm, this: &Typed<Socket>) -> bool {
        this.timeout.get() != Some(Duration::ZERO)
    }

    /// settimeout(timeout)
    ///
    /// Set a timeout on socket operations.  'timeout' can be a float,
    /// giving in seconds, or None.
    #[method("settimeout(self, timeout, /)")]
    fn settimeout(vm: &mut Vm, this: &Typed<Socket>, timeout: &Object) -> PyResult<()> {
        let limit = timeout_of(vm, timeout)?;
        set_waiting(vm, this.descriptor.get(), limit.is_none())?;
        this.timeout.set(limit);
        Ok(())
    }

    /// gettimeout() -> timeout
    ///
    /// Returns the timeout in seconds (float) associated with socket operations.
    #[method("gettimeout(self, /)")]
    fn gettimeout(vm: &mut Vm, this: &Typed<Socket>) -> Option<f64> {
        Self::timeout(vm, this)
    }

    /// setsockopt(level, option, value: int)
    /// setsockopt(level, option, value: buffer)
    /// setsockopt(level, option, None, optlen: int)
    ///
    /// Set a socket option.
    #[method("setsockopt(self, level, option, value, optlen=0, /)", hidden)]
    fn setsockopt(
        vm: &mut Vm,
        this: &Typed<Socket>,
        level: i32,
        option: i32,
        value: &Object,
        optlen: Option<u32>,
    ) -> PyResult<()> {
        let bytes = match value.downcast::<Int>() {
            Some(number) => match number.to_i64().and_then(|number| i32::try_from(number).ok()) {
                Some(number) => number.to_ne_bytes().to_vec(),
                None => {
                    return Err(vm.overflow_error("Python int too large to convert to C int"));
                }
            },
            None if vm.is_none(value) => vec![0; optlen.unwrap_or(0).min(4096) as usize],
            None => buffer_bytes(vm, value)?,
        };
        let descriptor = this.descriptor.get();
        vm.system_call(None, || set_socket_option(descriptor, level, option, &bytes))
    }

    /// getsockopt(level, option[, buffersize]) -> value
    ///
    /// Get a socket option.  See the Unix manual for level and option.
    /// If a nonzero buffersize argument is given, the return value is a
    /// string of that length; otherwise it is an integer.
    #[method("getsockopt(self, level, option, buffersize=0, /)", hidden)]
    fn getsockopt(
        vm: &mut Vm,
        this: &Typed<Socket>,
        level: i32,
        option: i32,
        buffersize: Option<i32>,
    ) -> PyResult {
        let descriptor = this.descriptor.get();
        let size = buffersize.unwrap_or(0);
        if !(0..=1024).contains(&size) {
            let class = vm.types.os_error.clone();
            return Err(vm.raise_message(&class, "getsockopt buflen out of range"));
        }
        let mut value = vec![0; if size == 0 { 4 } else { size as usize }];
        let length =
            vm.system_call(None, || socket_option(descriptor, level, option, &mut value))?;
        if size != 0 {
            return Ok(vm.new_bytes(&value[..length]).into_object());
        }
        let number = <[u8; 4]>::try_from(value).map_or(0, i32::from_ne_bytes);
        Ok(vm.new_int(i64::from(number)))
    }
}
