//! Functions that make sockets, and what all new ones begin with.

use std::os::fd::{IntoRawFd, RawFd};

use nix::libc;
use pellucid_runtime::prelude::*;
use rustix::net::{self, SocketFlags, SocketType};

use super::object::{DEFAULT_TIMEOUT, SOCKET, Socket, default_timeout, host_errno, timeout_of};

/// The functions that make sockets.
pub struct Sockets;

#[methods(owner = "_socket")]
impl Sockets {
    /// socketpair([family[, type [, proto]]]) -> (socket object, socket object)
    ///
    /// Create a pair of socket objects from the sockets returned by the platform
    /// socketpair() function.
    /// The arguments are the same as for socket() except the default family is
    /// AF_UNIX if defined on the platform; otherwise, the default is AF_INET.
    #[function("socketpair(family=1, type=1, proto=0, /)", hidden)]
    fn socketpair(
        vm: &mut Vm,
        family: Option<i32>,
        kind: Option<i32>,
        proto: Option<i32>,
    ) -> PyResult<(Ref, Ref)> {
        let family = family.unwrap_or(libc::AF_UNIX);
        let (kind, proto) = (kind.unwrap_or(libc::SOCK_STREAM), proto.unwrap_or(0));
        let (first, second) = vm.system_call(None, || {
            let protocol = u32::try_from(proto).ok().and_then(|number| number.try_into().ok());
            net::socketpair(
                net::AddressFamily::from_raw(family as u16),
                SocketType::from_raw((kind & 0xf) as u32),
                SocketFlags::from_bits_retain((kind & libc::SOCK_NONBLOCK) as u32)
                    | SocketFlags::CLOEXEC,
                protocol.map(net::Protocol::from_raw),
            )
            .map_err(host_errno)
        })?;
        let class = vm.native_type(&SOCKET)?;
        let mut sockets = Vec::new();
        for descriptor in [first, second] {
            let socket = vm.new_object(&class, Socket::default());
            socket.set_up(vm, descriptor.into_raw_fd(), family, kind, proto)?;
            sockets.push(socket.into_object());
        }
        match <[Ref; 2]>::try_from(sockets) {
            Ok([first, second]) => Ok((first, second)),
            Err(_) => Err(vm.runtime_error("a pair has two sockets")),
        }
    }

    /// close(integer) -> None
    ///
    /// Close an integer socket file descriptor.  This is like os.close(), but for
    /// sockets; on some platforms os.close() won't work for socket file descriptors.
    #[function("close(fd, /)")]
    fn close(vm: &mut Vm, fd: RawFd) -> PyResult<()> {
        vm.system_call(None, || nix::unistd::close(fd))
    }

    /// dup(integer) -> integer
    ///
    /// Duplicate an integer socket file descriptor.  This is like os.dup(), but for
    /// sockets; on some platforms os.dup() won't work for socket file descriptors.
    #[function("dup(fd, /)")]
    fn dup(vm: &mut Vm, fd: RawFd) -> PyResult<RawFd> {
        use nix::fcntl::{FcntlArg, fcntl};
        vm.system_call(None, || fcntl(fd, FcntlArg::F_DUPFD_CLOEXEC(0)))
    }

    /// getdefaulttimeout() -> timeout
    ///
    /// Returns the default timeout in seconds (float) for new socket objects.
    /// A value of None indicates that new socket objects have no timeout.
    /// When the socket module is first imported, the default is None.
    #[function("getdefaulttimeout()")]
    fn getdefaulttimeout(vm: &mut Vm) -> PyResult<Option<f64>> {
        Ok(default_timeout(vm)?.map(|limit| limit.as_secs_f64()))
    }

    /// setdefaulttimeout(timeout)
    ///
    /// Set the default timeout in seconds (float) for new socket objects.
    /// A value of None indicates that new socket objects have no timeout.
    /// When the socket module is first imported, the default is None.
    #[function("setdefaulttimeout(timeout, /)")]
    fn setdefaulttimeout(vm: &mut Vm, timeout: &Object) -> PyResult<()> {
        timeout_of(vm, timeout)?;
        vm.set_module_state(DEFAULT_TIMEOUT, timeout.to_ref());
        Ok(())
    }

    /// Convert a 16-bit unsigned integer from network to host byte order.
    #[function("ntohs(x, /)")]
    fn ntohs(vm: &mut Vm, x: i64) -> PyResult<u16> {
        short(vm, "ntohs", x).map(u16::from_be)
    }

    /// Convert a 16-bit unsigned integer from host to network byte order.
    #[function("htons(x, /)")]
    fn htons(vm: &mut Vm, x: i64) -> PyResult<u16> {
        short(vm, "htons", x).map(u16::to_be)
    }

    /// Convert a 32-bit unsigned integer from network to host byte order.
    #[function("ntohl(x, /)")]
    fn ntohl(_: &mut Vm, x: u32) -> u32 {
        u32::from_be(x)
    }

    /// Convert a 32-bit unsigned integer from host to network byte order.
    #[function("htonl(x, /)")]
    fn htonl(_: &mut Vm, x: u32) -> u32 {
        x.to_be()
    }
}

fn short(vm: &mut Vm, function: &str, number: i64) -> PyResult<u16> {
    match number {
        number if number < 0 => Err(vm.overflow_error(format!(
            "{function}: can't convert negative Python int to C 16-bit unsigned integer"
        ))),
        number => u16::try_from(number).map_err(|_| {
            vm.overflow_error(format!(
                "{function}: Python int too large to convert to C 16-bit unsigned integer"
            ))
        }),
    }
}
