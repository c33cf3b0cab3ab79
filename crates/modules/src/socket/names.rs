//! Names of machines and services.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use dns_lookup::{AddrInfo, AddrInfoHints, LookupError};
use nix::libc;
use pellucid_runtime::prelude::*;

use super::address::{Address, internet};
use crate::exception::host_exception;

/// `socket.gaierror`
pub static LOOKUP_ERROR: TypeSpec = host_exception("gaierror", "socket");

fn lookup_text(number: i32) -> &'static str {
    match number {
        libc::EAI_BADFLAGS => "Bad value for ai_flags",
        libc::EAI_NONAME => "Name or service not known",
        libc::EAI_AGAIN => "Temporary failure in name resolution",
        libc::EAI_FAIL => "Non-recoverable failure in name resolution",
        libc::EAI_FAMILY => "ai_family not supported",
        libc::EAI_SOCKTYPE => "ai_socktype not supported",
        libc::EAI_SERVICE => "Servname not supported for ai_socktype",
        libc::EAI_MEMORY => "Memory allocation failure",
        libc::EAI_SYSTEM => "System error",
        libc::EAI_OVERFLOW => "Argument buffer overflow",
        -5 => "No address associated with hostname",
        -9 => "Address family for hostname not supported",
        _ => "Unknown error",
    }
}

fn raise(vm: &mut Vm, number: i32) -> Raised {
    match vm.native_type(&LOOKUP_ERROR) {
        Ok(class) => {
            let text = vm.new_str(lookup_text(number)).into_object();
            let number = vm.new_int(i64::from(number));
            vm.raise_with(&class, vec![number, text])
        }
        Err(raised) => raised,
    }
}

/// The name of a machine as text: `str` or `bytes`.
pub fn host_text(vm: &mut Vm, value: &Object) -> PyResult<String> {
    let text = match value.downcast::<Str>() {
        Some(text) if text.text().code_points().all(|code| code < 128) => text.to_string(),
        Some(text) => {
            let (encode, idna) = (vm.intern("encode"), vm.new_str("idna"));
            let bytes = vm.call_method(text.as_object(), &encode, &[idna.as_object()])?;
            String::from_utf8_lossy(&vm.bytes_of(&bytes)?).into_owned()
        }
        None => match vm.try_bytes_of(value)? {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => {
                let class = value.class().name(vm);
                return Err(vm.type_error(format!("str, bytes or bytearray expected, not {class}")));
            }
        },
    };
    if text.contains('\0') {
        return Err(vm.type_error("host name must not contain null character"));
    }
    Ok(text)
}

fn look_up(
    vm: &mut Vm,
    host: Option<&str>,
    service: Option<&str>,
    hints: AddrInfoHints,
) -> PyResult<Vec<AddrInfo>> {
    let found = vm.blocking(|| -> Result<Vec<AddrInfo>, LookupError> {
        Ok(dns_lookup::getaddrinfo(host, service, Some(hints))?.flatten().collect())
    });
    found.map_err(|error| raise(vm, error.error_num()))
}

/// The number of a machine in a family.
pub fn resolve(vm: &mut Vm, family: i32, host: &str) -> PyResult<IpAddr> {
    let known = match host {
        "" => Some(Address::special(family, true)),
        "<broadcast>" => Some(Address::special(family, false)),
        _ if family == libc::AF_INET => host.parse::<Ipv4Addr>().ok().map(IpAddr::from),
        _ => host.parse::<Ipv6Addr>().ok().map(IpAddr::from),
    };
    if let Some(ip) = known {
        return Ok(ip);
    }
    let hints = AddrInfoHints { address: family, ..AddrInfoHints::default() };
    let found = look_up(vm, Some(host), None, hints)?;
    match found.into_iter().next() {
        Some(first) => Ok(first.sockaddr.ip()),
        None => Err(raise(vm, libc::EAI_NONAME)),
    }
}

fn optional_name(vm: &mut Vm, value: &Object, port: bool) -> PyResult<Option<String>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    match value.downcast::<Int>() {
        Some(number) if port => Ok(Some(number.to_i64().unwrap_or(-1).to_string())),
        _ => {
            if !value.holds::<Str>() && !value.holds::<Bytes>() {
                let message = match port {
                    true => "Int or String expected",
                    false => "getaddrinfo() argument 1 must be string or None",
                };
                return Err(vm.type_error(message));
            }
            host_text(vm, value).map(Some)
        }
    }
}

/// The functions about names.
pub struct Names;

#[methods(owner = "_socket")]
impl Names {
    /// getaddrinfo(host, port [, family, type, proto, flags])
    ///     -> list of (family, type, proto, canonname, sockaddr)
    ///
    /// Resolve host and port into addrinfo struct.
    #[function("getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)", hidden)]
    fn getaddrinfo(
        vm: &mut Vm,
        host: &Object,
        port: &Object,
        family: Option<i32>,
        kind: Option<i32>,
        proto: Option<i32>,
        flags: Option<i32>,
    ) -> PyResult<Vec<Ref>> {
        let host = optional_name(vm, host, false)?;
        let port = optional_name(vm, port, true)?;
        if host.is_none() && port.is_none() {
            return Err(raise(vm, libc::EAI_NONAME));
        }
        let hints = AddrInfoHints {
            address: family.unwrap_or(0),
            socktype: kind.unwrap_or(0),
            protocol: proto.unwrap_or(0),
            flags: flags.unwrap_or(0),
        };
        let found = look_up(vm, host.as_deref(), port.as_deref(), hints)?;
        let mut rows = Vec::new();
        for entry in found {
            let name = entry.canonname.unwrap_or_default();
            let mut row: Vec<Ref> = [entry.address, entry.socktype, entry.protocol]
                .map(|number| vm.new_int(i64::from(number)))
                .to_vec();
            row.push(vm.new_str(&name).into_object());
            row.push(internet(vm, &entry.sockaddr));
            rows.push(vm.new_tuple(row).into_object());
        }
        Ok(rows)
    }

    /// gethostbyname(host) -> address
    ///
    /// Return the IP address (a string of the form '255.255.255.255') for a host.
    #[function("gethostbyname(host, /)")]
    fn gethostbyname(vm: &mut Vm, host: &Object) -> PyResult<String> {
        let host = host_text(vm, host)?;
        Ok(resolve(vm, libc::AF_INET, &host)?.to_string())
    }

    /// getnameinfo(sockaddr, flags) --> (host, port)
    ///
    /// Get host and port for a sockaddr.
    #[function("getnameinfo(sockaddr, flags, /)")]
    fn getnameinfo(vm: &mut Vm, sockaddr: &Typed<Tuple>, flags: i32) -> PyResult<(String, String)> {
        let family = if sockaddr.items().len() > 2 { libc::AF_INET6 } else { libc::AF_INET };
        let read = Address::read(vm, family, sockaddr.as_object(), "getnameinfo")?;
        let Address::Internet(address) = read else { return Err(raise(vm, libc::EAI_FAMILY)) };
        let found = vm.blocking(|| dns_lookup::getnameinfo(&address, flags));
        found.map_err(|error| raise(vm, error.error_num()))
    }

    /// gethostbyaddr(host) -> (name, aliaslist, addresslist)
    ///
    /// Return the true host name, a list of aliases, and a list of IP addresses,
    /// for a host.  The host argument is a string giving a host name or IP number.
    #[function("gethostbyaddr(host, /)")]
    fn gethostbyaddr(vm: &mut Vm, host: &Object) -> PyResult<(String, Vec<Ref>, Vec<Ref>)> {
        let host = host_text(vm, host)?;
        let family = if host.contains(':') { libc::AF_INET6 } else { libc::AF_INET };
        let ip = resolve(vm, family, &host)?;
        let address = SocketAddr::new(ip, 0);
        let found = vm.blocking(|| dns_lookup::getnameinfo(&address, libc::NI_NAMEREQD));
        let (name, _) = found.map_err(|error| raise(vm, error.error_num()))?;
        let shown = vm.new_str(&ip.to_string()).into_object();
        Ok((name, Vec::new(), vec![shown]))
    }

    /// gethostname() -> string
    ///
    /// Return the current host name.
    #[function("gethostname()")]
    fn gethostname(vm: &mut Vm) -> PyResult {
        use std::os::unix::ffi::OsStrExt;
        let name = vm.system_call(None, nix::unistd::gethostname)?;
        Ok(vm.decode_file_name(name.as_bytes()).into_object())
    }

    /// getservbyname(servicename[, protocolname]) -> integer
    ///
    /// Return a port number from a service name and protocol name.
    /// The optional protocol name, if given, should be 'tcp' or 'udp',
    /// otherwise any protocol will match.
    #[function("getservbyname(servicename, protocolname=None, /)", hidden)]
    fn getservbyname(
        vm: &mut Vm,
        servicename: &Typed<Str>,
        protocolname: Option<&Typed<Str>>,
    ) -> PyResult<u16> {
        let name = servicename.to_string();
        let socktype = match protocolname.map(|name| name.to_string()).as_deref() {
            Some("udp") => libc::SOCK_DGRAM,
            _ => libc::SOCK_STREAM,
        };
        let hints = AddrInfoHints { socktype, ..AddrInfoHints::default() };
        let is_number = name.parse::<u16>().is_ok();
        match look_up(vm, None, Some(&name), hints) {
            Ok(found) if !is_number && !found.is_empty() => Ok(found[0].sockaddr.port()),
            _ => {
                let class = vm.types.os_error.clone();
                Err(vm.raise_message(&class, "service/proto not found"))
            }
        }
    }

    /// inet_aton(string) -> bytes giving packed 32-bit IP representation
    ///
    /// Convert an IP address in string format (123.45.67.89) to the 32-bit packed
    /// binary format used in low-level network functions.
    #[function("inet_aton(ip_addr, /)")]
    fn inet_aton(vm: &mut Vm, ip_addr: &Typed<Str>) -> PyResult {
        match loose_ipv4(&ip_addr.to_string()) {
            Some(number) => Ok(vm.new_bytes(&number.to_be_bytes()).into_object()),
            None => {
                let class = vm.types.os_error.clone();
                Err(vm.raise_message(&class, "illegal IP address string passed to inet_aton"))
            }
        }
    }

    /// Convert an IP address from 32-bit packed binary format to string format.
    #[function("inet_ntoa(packed_ip, /)")]
    fn inet_ntoa(vm: &mut Vm, packed_ip: &Object) -> PyResult<String> {
        let bytes = vm.bytes_of(packed_ip)?.into_owned();
        match <[u8; 4]>::try_from(bytes) {
            Ok(bytes) => Ok(Ipv4Addr::from(bytes).to_string()),
            Err(_) => {
                let class = vm.types.os_error.clone();
                Err(vm.raise_message(&class, "packed IP wrong length"))
            }
        }
    }

    /// inet_pton(af, ip) -> packed IP address string
    ///
    /// Convert an IP address from string format to a packed string suitable
    /// for use with low-level network functions.
    #[function("inet_pton(af, ip, /)")]
    fn inet_pton(vm: &mut Vm, af: i32, ip: &Typed<Str>) -> PyResult {
        let text = ip.to_string();
        let packed = match af {
            libc::AF_INET => text.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec()),
            libc::AF_INET6 => text.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec()),
            _ => return Err(vm.os_error(nix::errno::Errno::EAFNOSUPPORT, None)),
        };
        match packed {
            Some(bytes) => Ok(vm.new_bytes(&bytes).into_object()),
            None => {
                let class = vm.types.os_error.clone();
                Err(vm.raise_message(&class, "illegal IP address string passed to inet_pton"))
            }
        }
    }

    /// inet_ntop(af, packed_ip) -> string formatted IP address
    ///
    /// Convert a packed IP address of the given family to string format.
    #[function("inet_ntop(af, packed_ip, /)")]
    fn inet_ntop(vm: &mut Vm, af: i32, packed_ip: &Object) -> PyResult<String> {
        let bytes = vm.bytes_of(packed_ip)?.into_owned();
        let shown = match af {
            libc::AF_INET => <[u8; 4]>::try_from(bytes).ok().map(|b| Ipv4Addr::from(b).to_string()),
            libc::AF_INET6 => {
                <[u8; 16]>::try_from(bytes).ok().map(|b| Ipv6Addr::from(b).to_string())
            }
            _ => return Err(vm.value_error(format!("unknown address family {af}"))),
        };
        shown.ok_or_else(|| vm.value_error("invalid length of packed IP address string"))
    }
}

/// An IPv4 address with one to four parts, each in C's notations for numbers.
fn loose_ipv4(text: &str) -> Option<u32> {
    let parts: Vec<u32> = text.split('.').map(loose_number).collect::<Option<_>>()?;
    let (last, first) = parts.split_last()?;
    if first.len() > 3 || first.iter().any(|part| *part > 255) {
        return None;
    }
    let room = 32 - 8 * first.len() as u32;
    if room < 32 && *last >= 1 << room {
        return None;
    }
    let high = first.iter().enumerate().map(|(index, part)| part << (24 - 8 * index)).sum::<u32>();
    Some(high | last)
}

fn loose_number(part: &str) -> Option<u32> {
    if let Some(digits) = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
        return u32::from_str_radix(digits, 16).ok();
    }
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match part.strip_prefix('0') {
        Some(digits) if !digits.is_empty() => u32::from_str_radix(digits, 8).ok(),
        _ => part.parse().ok(),
    }
}
