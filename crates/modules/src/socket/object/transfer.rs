//! Sending and receiving.

use nix::poll::PollFlags;
use pellucid_runtime::object::WritableBuffer;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::descriptor_of;
use rustix::net;
use rustix::net::SendFlags;

use super::{Address, Socket, address, host_errno, size_of_request, with_address};

#[methods(TRANSFER, owner = "socket")]
impl Socket {
    /// recv(buffersize[, flags]) -> data
    ///
    /// Receive up to buffersize bytes from the socket.  For the optional flags
    /// argument, see the Unix manual.  When no data is available, block until
    /// at least one byte is available or until the remote end is closed.  When
    /// the remote end is closed and all data is read, return the empty string.
    #[method("recv(self, buffersize, flags=0, /)", hidden)]
    pub(super) fn recv(
        vm: &mut Vm,
        this: &Typed<Socket>,
        size: isize,
        flags: Option<i32>,
    ) -> PyResult {
        let size = size_of_request(vm, size, "recv")?;
        let (data, _) = this.receive(vm, size, flags.unwrap_or(0))?;
        Ok(vm.new_bytes(&data).into_object())
    }

    /// recvfrom(buffersize[, flags]) -> (data, address info)
    ///
    /// Like recv(buffersize, flags) but also return the sender's address info.
    #[method("recvfrom(self, buffersize, flags=0, /)", hidden)]
    pub(super) fn recvfrom(
        vm: &mut Vm,
        this: &Typed<Socket>,
        size: isize,
        flags: Option<i32>,
    ) -> PyResult<(Ref, Ref)> {
        let size = size_of_request(vm, size, "recvfrom")?;
        let (data, from) = this.receive(vm, size, flags.unwrap_or(0))?;
        Ok((vm.new_bytes(&data).into_object(), address::show(vm, from)))
    }

    /// recv_into(buffer, [nbytes[, flags]]) -> nbytes_read
    ///
    /// A version of recv() that stores its data into a buffer rather than creating
    /// a new string.  Receive up to buffersize bytes from the socket.  If buffersize
    /// is not specified (or 0), receive up to the size available in the given buffer.
    #[method("recv_into(self, buffer, nbytes=0, flags=0)", hidden)]
    pub(super) fn recv_into(
        vm: &mut Vm,
        this: &Typed<Socket>,
        buffer: WritableBuffer,
        nbytes: Option<isize>,
        flags: Option<i32>,
    ) -> PyResult<usize> {
        let size = into_size(vm, &buffer, nbytes, "recv_into")?;
        let (data, _) = this.receive(vm, size, flags.unwrap_or(0))?;
        buffer.0.write(vm, 0, &data)?;
        vm.release_buffer(buffer.0)?;
        Ok(data.len())
    }

    /// recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)
    ///
    /// Like recv_into(buffer[, nbytes[, flags]]) but also return the sender's address info.
    #[method("recvfrom_into(self, buffer, nbytes=0, flags=0)", hidden)]
    pub(super) fn recvfrom_into(
        vm: &mut Vm,
        this: &Typed<Socket>,
        buffer: WritableBuffer,
        nbytes: Option<isize>,
        flags: Option<i32>,
    ) -> PyResult<(usize, Ref)> {
        let size = into_size(vm, &buffer, nbytes, "recvfrom_into")?;
        let (data, from) = this.receive(vm, size, flags.unwrap_or(0))?;
        buffer.0.write(vm, 0, &data)?;
        vm.release_buffer(buffer.0)?;
        Ok((data.len(), address::show(vm, from)))
    }

    /// send(data[, flags]) -> count
    ///
    /// Send a data string to the socket.  For the optional flags
    /// argument, see the Unix manual.  Return the number of bytes
    /// sent; this may be less than len(data) if the network is busy.
    #[method("send(self, data, flags=0, /)", hidden)]
    pub(super) fn send(
        vm: &mut Vm,
        this: &Typed<Socket>,
        data: &Object,
        flags: Option<i32>,
    ) -> PyResult<usize> {
        let data = vm.bytes_of(data)?.into_owned();
        this.send_some(vm, &data, flags.unwrap_or(0))
    }

    /// sendall(data[, flags])
    ///
    /// Send a data string to the socket.  For the optional flags
    /// argument, see the Unix manual.  This calls send() repeatedly
    /// until all data is sent.  If an error occurs, it's impossible
    /// to tell how much data has been sent.
    #[method("sendall(self, data, flags=0, /)", hidden)]
    pub(super) fn sendall(
        vm: &mut Vm,
        this: &Typed<Socket>,
        data: &Object,
        flags: Option<i32>,
    ) -> PyResult<()> {
        let data = vm.bytes_of(data)?.into_owned();
        let mut rest = &data[..];
        while !rest.is_empty() {
            let sent = this.send_some(vm, rest, flags.unwrap_or(0))?;
            rest = rest.get(sent..).unwrap_or_default();
            vm.check_signals()?;
        }
        Ok(())
    }

    /// sendto(data[, flags], address) -> count
    ///
    /// Like send(data, flags) but allows specifying the destination address.
    /// For IP sockets, the address is a pair (hostaddr, port).
    #[method("sendto(self, data, flags_or_address, address=<unrepresentable>, /)", hidden)]
    pub(super) fn sendto(
        vm: &mut Vm,
        this: &Typed<Socket>,
        data: &Object,
        flags_or_address: &Object,
        address: Option<&Object>,
    ) -> PyResult<usize> {
        let data = vm.bytes_of(data)?.into_owned();
        let (flags, address) = match address {
            Some(address) => (vm.index(flags_or_address)?.to_i64().unwrap_or(0), address),
            None => (0, flags_or_address),
        };
        let target = Address::read(vm, this.family.get(), address, "sendto")?;
        let descriptor = this.descriptor.get();
        let flags = SendFlags::from_bits_retain(flags as u32) | SendFlags::NOSIGNAL;
        this.operate(vm, PollFlags::POLLOUT, || {
            let socket = descriptor_of(descriptor)?;
            with_address!(target, |to| net::sendto(socket, &data, flags, to)).map_err(host_errno)
        })
    }

    /// sendmsg(buffers[, ancdata[, flags[, address]]]) -> count
    ///
    /// Send normal and ancillary data to the socket, gathering the
    /// non-ancillary data from a series of buffers and concatenating it into
    /// a single message.
    #[method("sendmsg(self, buffers, ancdata=(), flags=0, address=None, /)", hidden)]
    pub(super) fn sendmsg(
        vm: &mut Vm,
        this: &Typed<Socket>,
        buffers: &Object,
        ancdata: Option<&Object>,
        flags: Option<i32>,
        address: Option<&Object>,
    ) -> PyResult<usize> {
        let mut data = Vec::new();
        for buffer in vm.collect(buffers)? {
            data.extend_from_slice(&vm.bytes_of(&buffer)?);
        }
        if let Some(ancdata) = ancdata
            && !vm.collect(ancdata)?.is_empty()
        {
            return Err(vm.not_implemented_error("sendmsg() with ancillary data is not there yet"));
        }
        match address {
            None => this.send_some(vm, &data, flags.unwrap_or(0)),
            Some(address) => {
                let (data, flags) =
                    (vm.new_bytes(&data), vm.new_int(i64::from(flags.unwrap_or(0))));
                Self::sendto(vm, this, data.as_object(), &flags, Some(address))
            }
        }
    }
}

pub(super) fn into_size(
    vm: &mut Vm,
    buffer: &WritableBuffer,
    nbytes: Option<isize>,
    function: &str,
) -> PyResult<usize> {
    let room = buffer.0.byte_length();
    match nbytes.unwrap_or(0) {
        0 => Ok(room),
        size if size < 0 => Err(vm.value_error(format!("negative buffersize in {function}"))),
        size if size as usize > room => Err(vm.value_error("buffer too small for requested bytes")),
        size => Ok(size as usize),
    }
}
