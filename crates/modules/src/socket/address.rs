//! Addresses of sockets: as Python programs write them, and as the host does.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use nix::libc;
use pellucid_runtime::prelude::*;
use rustix::net::{SocketAddrAny, SocketAddrUnix};

use super::names;

/// An address of a family that is known here.
pub enum Address {
    Internet(SocketAddr),
    Local(SocketAddrUnix),
}

/// Calls a function of `rustix` with the address.
macro_rules! with_address {
    ($address:expr, |$it:ident| $call:expr) => {
        match &$address {
            $crate::socket::address::Address::Internet($it) => $call,
            $crate::socket::address::Address::Local($it) => $call,
        }
    };
}
pub(super) use with_address;

fn local(vm: &mut Vm, value: &Object) -> PyResult<SocketAddrUnix> {
    let bytes = match (value.downcast::<Str>(), value.downcast::<Bytes>()) {
        (Some(text), _) => vm.encode_file_name(text)?,
        _ => vm.bytes_of(value)?.into_owned(),
    };
    let address = match bytes.split_first() {
        Some((0, name)) => SocketAddrUnix::new_abstract_name(name),
        _ if bytes.contains(&0) => return Err(vm.value_error("embedded null byte")),
        _ => SocketAddrUnix::new(bytes),
    };
    match address {
        Ok(address) => Ok(address),
        Err(_) => {
            let class = vm.types.os_error.clone();
            Err(vm.raise_message(&class, "AF_UNIX path too long"))
        }
    }
}

fn number(vm: &mut Vm, value: Option<&Ref>, name: &str, most: i64, what: &str) -> PyResult<i64> {
    let Some(value) = value else { return Ok(0) };
    match vm.index(value)?.to_i64() {
        Some(number) if (0..=most).contains(&number) => Ok(number),
        _ => Err(vm.overflow_error(format!("{name}(): {what}"))),
    }
}

impl Address {
    /// What a program has given as the address of a socket of a family. `name` is the method, for errors.
    pub fn read(vm: &mut Vm, family: i32, value: &Object, name: &str) -> PyResult<Address> {
        match family {
            libc::AF_UNIX => local(vm, value).map(Address::Local),
            libc::AF_INET | libc::AF_INET6 => Self::read_internet(vm, family, value, name),
            _ => {
                let class = vm.types.os_error.clone();
                Err(vm.raise_message(&class, &format!("{name}(): bad family")))
            }
        }
    }

    fn read_internet(vm: &mut Vm, family: i32, value: &Object, name: &str) -> PyResult<Address> {
        let label = if family == libc::AF_INET { "AF_INET" } else { "AF_INET6" };
        let Some(parts) = value.downcast::<Tuple>() else {
            let class = value.class().name(vm);
            return Err(
                vm.type_error(format!("{name}(): {label} address must be tuple, not {class}"))
            );
        };
        let parts = parts.items().to_vec();
        let most = if family == libc::AF_INET { 2 } else { 4 };
        if parts.len() < 2 || parts.len() > most {
            let shape = if most == 2 {
                "a pair (host, port)"
            } else {
                "a tuple (host, port[, flowinfo[, scopeid]])"
            };
            return Err(vm.type_error(format!("{label} address must be {shape}")));
        }
        let host = names::host_text(vm, &parts[0])?;
        let port = number(vm, parts.get(1), name, 65_535, "port must be 0-65535.")? as u16;
        let flow = number(vm, parts.get(2), name, 0xf_ffff, "flowinfo must be 0-1048575.")? as u32;
        let scope = number(vm, parts.get(3), name, 0xffff_ffff, "scope_id out of range")? as u32;
        let ip = names::resolve(vm, family, &host)?;
        Ok(Address::Internet(match ip {
            IpAddr::V4(ip) => SocketAddr::V4(SocketAddrV4::new(ip, port)),
            IpAddr::V6(ip) => SocketAddr::V6(SocketAddrV6::new(ip, port, flow, scope)),
        }))
    }

    /// The address of the other kind of number: every interface, or this machine.
    pub fn special(family: i32, any: bool) -> IpAddr {
        match (family, any) {
            (libc::AF_INET6, true) => Ipv6Addr::UNSPECIFIED.into(),
            (libc::AF_INET6, false) => Ipv6Addr::LOCALHOST.into(),
            (_, true) => Ipv4Addr::UNSPECIFIED.into(),
            (_, false) => Ipv4Addr::BROADCAST.into(),
        }
    }
}

/// An internet address as Python programs have it.
pub fn internet(vm: &mut Vm, address: &SocketAddr) -> Ref {
    let host = vm.new_str(&address.ip().to_string()).into_object();
    let mut parts = vec![host, vm.new_int(i64::from(address.port()))];
    if let SocketAddr::V6(address) = address {
        parts.extend(
            [address.flowinfo(), address.scope_id()].map(|part| vm.new_int(i64::from(part))),
        );
    }
    vm.new_tuple(parts).into_object()
}

/// What the host gives as an address.
pub fn show(vm: &mut Vm, address: Option<SocketAddrAny>) -> Ref {
    let Some(address) = address else { return vm.none() };
    if let Ok(internet_address) = SocketAddr::try_from(address.clone()) {
        return internet(vm, &internet_address);
    }
    match SocketAddrUnix::try_from(address) {
        Ok(local) => match (local.abstract_name(), local.path_bytes()) {
            (Some(name), _) => {
                let mut bytes = vec![0];
                bytes.extend_from_slice(name);
                vm.new_bytes(&bytes).into_object()
            }
            (_, Some(path)) => vm.decode_file_name(path).into_object(),
            _ => vm.new_str("").into_object(),
        },
        Err(_) => vm.none(),
    }
}
