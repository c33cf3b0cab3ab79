//! Host calls on a socket, waiting as long as its timeout allows.

use std::os::fd::RawFd;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::libc;
use nix::poll::PollFlags;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{descriptor_of, socket_option};
use rustix::net;
use rustix::net::{RecvFlags, SendFlags};

use super::{Address, Socket, default_timeout, host_errno, set_waiting, timed_out, with_address};
use crate::select::wait;

impl Socket {
    pub(in crate::socket) fn set_up(
        &self,
        vm: &mut Vm,
        descriptor: RawFd,
        family: i32,
        kind: i32,
        protocol: i32,
    ) -> PyResult<()> {
        let limit = default_timeout(vm)?;
        self.descriptor.set(descriptor);
        self.family.set(family);
        self.kind.set(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC));
        self.protocol.set(protocol);
        self.timeout.set(limit);
        if kind & libc::SOCK_NONBLOCK != 0 {
            self.timeout.set(Some(Duration::ZERO));
        } else if limit.is_some() {
            set_waiting(vm, descriptor, false)?;
        }
        Ok(())
    }

    /// An operation that may have to wait until the socket is ready, at most as long as the timeout says.
    pub(super) fn operate<T>(
        &self,
        vm: &mut Vm,
        ready: PollFlags,
        mut call: impl FnMut() -> nix::Result<T>,
    ) -> PyResult<T> {
        let limit = self.timeout.get().filter(|limit| !limit.is_zero());
        let start = Instant::now();
        loop {
            if let Some(limit) = limit {
                self.await_ready(vm, ready, limit.saturating_sub(start.elapsed()))?;
            }
            vm.check_signals()?;
            match vm.blocking(&mut call) {
                Ok(value) => return Ok(value),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) if limit.is_some() => {}
                Err(errno) => return Err(vm.os_error(errno, None)),
            }
        }
    }

    pub(super) fn await_ready(
        &self,
        vm: &mut Vm,
        ready: PollFlags,
        limit: Duration,
    ) -> PyResult<()> {
        let found = wait(vm, &[(self.descriptor.get(), ready)], Some(limit))?;
        if found.iter().all(|flags| flags.is_empty()) {
            return Err(timed_out(vm));
        }
        Ok(())
    }

    pub(super) fn connect_to(&self, vm: &mut Vm, target: &Address) -> PyResult<Result<(), Errno>> {
        let descriptor = self.descriptor.get();
        let connected = vm.blocking(|| {
            let socket = descriptor_of(descriptor)?;
            with_address!(*target, |to| net::connect(socket, to)).map_err(host_errno)
        });
        let unfinished = match connected {
            Err(Errno::EINTR) => {
                vm.check_signals()?;
                self.timeout.get() != Some(Duration::ZERO)
            }
            Err(Errno::EINPROGRESS) => self.timeout.get().is_some_and(|limit| !limit.is_zero()),
            _ => false,
        };
        if !unfinished {
            return Ok(connected);
        }
        let found = wait(vm, &[(descriptor, PollFlags::POLLOUT)], self.timeout.get())?;
        if found.iter().all(|flags| flags.is_empty()) {
            return Err(timed_out(vm));
        }
        let mut error = [0; 4];
        let known = socket_option(descriptor, libc::SOL_SOCKET, libc::SO_ERROR, &mut error);
        Ok(known.and_then(|_| match i32::from_ne_bytes(error) {
            0 | libc::EISCONN => Ok(()),
            number => Err(Errno::from_raw(number)),
        }))
    }

    pub(super) fn send_some(&self, vm: &mut Vm, data: &[u8], flags: i32) -> PyResult<usize> {
        let (descriptor, flags) =
            (self.descriptor.get(), SendFlags::from_bits_retain(flags as u32));
        self.operate(vm, PollFlags::POLLOUT, || {
            net::send(descriptor_of(descriptor)?, data, flags | SendFlags::NOSIGNAL)
                .map_err(host_errno)
        })
    }

    pub(super) fn receive(
        &self,
        vm: &mut Vm,
        size: usize,
        flags: i32,
    ) -> PyResult<(Vec<u8>, Option<net::SocketAddrAny>)> {
        let mut buffer = Vec::new();
        if buffer.try_reserve_exact(size).is_err() {
            return Err(vm.memory_error());
        }
        buffer.resize(size, 0);
        let (descriptor, flags) =
            (self.descriptor.get(), RecvFlags::from_bits_retain(flags as u32));
        let (count, from) = self.operate(vm, PollFlags::POLLIN, || {
            let socket = descriptor_of(descriptor)?;
            let (count, _, from) =
                net::recvfrom(socket, buffer.as_mut_slice(), flags).map_err(host_errno)?;
            Ok((count, from))
        })?;
        buffer.truncate(count);
        Ok((buffer, from))
    }
}
