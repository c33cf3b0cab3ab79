//! `termios`: how terminals treat what is typed and shown.

use nix::errno::Errno;
use nix::libc;
use nix::sys::termios as host;
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{descriptor_of, error_text};

use crate::exception::exception;
use crate::posix::path_argument::Descriptor;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides an interface to the Posix calls for tty I/O control.\n\nFor a complete description of these calls, see the Posix or Unix manual\npages. It is only available for those Unix versions that support Posix\ntermios style tty I/O control (and then only if configured at installation\ntime).",
    functions: &[Terminals::METHODS],
    types: &[&ERROR],
    initialise: Some(initialise),
    ..ModuleSpec::new("termios")
};

static ERROR: TypeSpec =
    exception("error", "termios", &pellucid_runtime::errors::hierarchy::EXCEPTION);

macro_rules! numbers {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), libc::$name as i64)),*]
    };
}

const NUMBERS: &[(&str, i64)] = numbers![
    B0, B50, B75, B110, B134, B150, B200, B300, B600, B1200, B1800, B2400, B4800, B9600, B19200,
    B38400, B57600, B115200, B230400, B460800, B500000, B576000, B921600, B1000000, B1152000,
    B1500000, B2000000, B2500000, B3000000, B3500000, B4000000, BRKINT, BS0, BS1, BSDLY, CBAUD,
    CBAUDEX, CIBAUD, CLOCAL, CR0, CR1, CR2, CR3, CRDLY, CREAD, CRTSCTS, CS5, CS6, CS7, CS8, CSIZE,
    CSTOPB, ECHO, ECHOCTL, ECHOE, ECHOK, ECHOKE, ECHONL, ECHOPRT, EXTA, EXTB, EXTPROC, FF0, FF1,
    FFDLY, FIOASYNC, FIOCLEX, FIONBIO, FIONCLEX, FIONREAD, FLUSHO, HUPCL, ICANON, ICRNL, IEXTEN,
    IGNBRK, IGNCR, IGNPAR, IMAXBEL, INLCR, INPCK, ISIG, ISTRIP, IUCLC, IUTF8, IXANY, IXOFF, IXON,
    NL0, NL1, NLDLY, NOFLSH, OCRNL, OFDEL, OFILL, OLCUC, ONLCR, ONLRET, ONOCR, OPOST, PARENB,
    PARMRK, PARODD, PENDIN, TAB0, TAB1, TAB2, TAB3, TABDLY, TCIFLUSH, TCIOFF, TCIOFLUSH, TCION,
    TCOFLUSH, TCOOFF, TCOON, TCSADRAIN, TCSAFLUSH, TCSANOW, TIOCEXCL, TIOCGPGRP, TIOCGWINSZ,
    TIOCINQ, TIOCNOTTY, TIOCNXCL, TIOCOUTQ, TIOCSCTTY, TIOCSPGRP, TIOCSTI, TIOCSWINSZ, TOSTOP,
    VDISCARD, VEOF, VEOL, VEOL2, VERASE, VINTR, VKILL, VLNEXT, VMIN, VQUIT, VREPRINT, VSTART,
    VSTOP, VSUSP, VSWTC, VT0, VT1, VTDLY, VTIME, VWERASE, XCASE, XTABS,
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let others = [
        ("NCCS", libc::NCCS as i64),
        // The characters that terminals begin with.
        ("CEOF", 4),
        ("CEOL", 0),
        ("CERASE", 0o177),
        ("CINTR", 3),
        ("CKILL", 0o25),
        ("CQUIT", 0o34),
        ("CSTART", 0o21),
        ("CSTOP", 0o23),
        ("CSUSP", 0o32),
    ];
    for (name, number) in NUMBERS.iter().copied().chain(others) {
        let number = vm.new_int(number);
        vm.set_in_module(module, name, number)?;
    }
    Ok(())
}

/// `termios.error` with the host's number and words.
fn raise(vm: &mut Vm, errno: Errno) -> Raised {
    match vm.native_type(&ERROR) {
        Ok(class) => {
            let text = vm.new_str(&error_text(errno as i32)).into_object();
            let number = vm.new_int(errno as i64);
            vm.raise_with(&class, vec![number, text])
        }
        Err(raised) => raised,
    }
}

fn call<T>(vm: &mut Vm, mut call: impl FnMut() -> nix::Result<T>) -> PyResult<T> {
    loop {
        vm.check_signals()?;
        match vm.blocking(&mut call) {
            Ok(value) => return Ok(value),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(raise(vm, errno)),
        }
    }
}

fn number(vm: &mut Vm, value: &Object) -> PyResult<u32> {
    match vm.index(value)?.to_i64() {
        Some(number) => Ok(number as u32),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

/// The characters from the list that Python programs have of them.
fn fill_characters(vm: &mut Vm, target: &mut host::Termios, list: &Typed<List>) -> PyResult<()> {
    if list.len(vm) != target.control_chars.len() {
        let count = target.control_chars.len();
        return Err(vm.type_error(format!("tcsetattr, arg 3: must be a list of {count} items")));
    }
    for (index, item) in list.items(vm).to_vec().into_iter().enumerate() {
        target.control_chars[index] = match (item.downcast::<Bytes>(), item.downcast::<Int>()) {
            (Some(bytes), _) if bytes.as_slice().len() == 1 => bytes.as_slice()[0],
            (_, Some(number)) => number.to_i64().unwrap_or(0) as u8,
            _ => {
                return Err(vm.type_error(
                    "tcsetattr: elements of attributes must be characters or integers",
                ));
            }
        };
    }
    Ok(())
}

/// The functions of `termios`.
pub struct Terminals;

#[methods(owner = "termios")]
impl Terminals {
    /// Get the tty attributes for file descriptor fd.
    ///
    /// Returns a list [iflag, oflag, cflag, lflag, ispeed, ospeed, cc]
    /// where cc is a list of the tty special characters (each a string of
    /// length 1, except the items with indices VMIN and VTIME, which are
    /// integers when these fields are defined).  The interpretation of the
    /// flags and the speeds as well as the indexing in the cc array must be
    /// done using the symbolic constants defined in this module.
    #[function("tcgetattr(fd, /)")]
    fn tcgetattr(vm: &mut Vm, fd: Descriptor) -> PyResult<Vec<Ref>> {
        let attributes = call(vm, || host::tcgetattr(descriptor_of(fd.0)?))?;
        let by_line = attributes.local_flags.contains(host::LocalFlags::ICANON);
        let mut characters = Vec::new();
        for (index, &character) in attributes.control_chars.iter().enumerate() {
            characters.push(match index {
                libc::VMIN | libc::VTIME if !by_line => vm.new_int(i64::from(character)),
                _ => vm.new_bytes(&[character]).into_object(),
            });
        }
        let numbers = [
            attributes.input_flags.bits(),
            attributes.output_flags.bits(),
            attributes.control_flags.bits(),
            attributes.local_flags.bits(),
            host::cfgetispeed(&attributes) as u32,
            host::cfgetospeed(&attributes) as u32,
        ];
        let mut values: Vec<Ref> =
            numbers.into_iter().map(|number| vm.new_int(i64::from(number))).collect();
        values.push(vm.new_list(characters)?.into_object());
        Ok(values)
    }

    /// Set the tty attributes for file descriptor fd.
    ///
    /// The attributes to be set are taken from the attributes argument, which
    /// is a list like the one returned by tcgetattr(). The when argument
    /// determines when the attributes are changed: termios.TCSANOW to
    /// change immediately, termios.TCSADRAIN to change after transmitting all
    /// queued output, or termios.TCSAFLUSH to change after transmitting all
    /// queued output and discarding all queued input.
    #[function("tcsetattr(fd, when, attributes, /)")]
    fn tcsetattr(vm: &mut Vm, fd: Descriptor, when: i32, attributes: &Object) -> PyResult<()> {
        let items = match attributes.downcast::<List>().map(|list| list.items(vm).to_vec()) {
            Some(items) if items.len() == 7 => items,
            _ => return Err(vm.type_error("tcsetattr, arg 3: must be 7 element list")),
        };
        let when = match when {
            libc::TCSANOW => host::SetArg::TCSANOW,
            libc::TCSADRAIN => host::SetArg::TCSADRAIN,
            libc::TCSAFLUSH => host::SetArg::TCSAFLUSH,
            _ => return Err(raise(vm, Errno::EINVAL)),
        };
        let mut target = call(vm, || host::tcgetattr(descriptor_of(fd.0)?))?;
        target.input_flags = host::InputFlags::from_bits_retain(number(vm, &items[0])?);
        target.output_flags = host::OutputFlags::from_bits_retain(number(vm, &items[1])?);
        target.control_flags = host::ControlFlags::from_bits_retain(number(vm, &items[2])?);
        target.local_flags = host::LocalFlags::from_bits_retain(number(vm, &items[3])?);
        let Some(characters) = items[6].downcast::<List>() else {
            let count = libc::NCCS;
            return Err(
                vm.type_error(format!("tcsetattr: attributes[6] must be {count} element list"))
            );
        };
        fill_characters(vm, &mut target, characters)?;
        for (item, input) in [(&items[4], true), (&items[5], false)] {
            let Ok(speed) = host::BaudRate::try_from(number(vm, item)?) else {
                return Err(raise(vm, Errno::EINVAL));
            };
            let set = match input {
                true => host::cfsetispeed(&mut target, speed),
                false => host::cfsetospeed(&mut target, speed),
            };
            set.map_err(|errno| raise(vm, errno))?;
        }
        call(vm, || host::tcsetattr(descriptor_of(fd.0)?, when, &target))
    }

    /// Send a break on file descriptor fd.
    ///
    /// A zero duration sends a break for 0.25-0.5 seconds; a nonzero duration
    /// has a system dependent meaning.
    #[function("tcsendbreak(fd, duration, /)")]
    fn tcsendbreak(vm: &mut Vm, fd: Descriptor, duration: i32) -> PyResult<()> {
        call(vm, || host::tcsendbreak(descriptor_of(fd.0)?, duration))
    }

    /// Wait until all output written to file descriptor fd has been transmitted.
    #[function("tcdrain(fd, /)")]
    fn tcdrain(vm: &mut Vm, fd: Descriptor) -> PyResult<()> {
        call(vm, || host::tcdrain(descriptor_of(fd.0)?))
    }

    /// Discard queued data on file descriptor fd.
    ///
    /// The queue selector specifies which queue: termios.TCIFLUSH for the input
    /// queue, termios.TCOFLUSH for the output queue, or termios.TCIOFLUSH for
    /// both queues.
    #[function("tcflush(fd, queue, /)")]
    fn tcflush(vm: &mut Vm, fd: Descriptor, queue: i32) -> PyResult<()> {
        let queue = match queue {
            libc::TCIFLUSH => host::FlushArg::TCIFLUSH,
            libc::TCOFLUSH => host::FlushArg::TCOFLUSH,
            libc::TCIOFLUSH => host::FlushArg::TCIOFLUSH,
            _ => return Err(raise(vm, Errno::EINVAL)),
        };
        call(vm, || host::tcflush(descriptor_of(fd.0)?, queue))
    }

    /// Suspend or resume input or output on file descriptor fd.
    ///
    /// The action argument can be termios.TCOOFF to suspend output,
    /// termios.TCOON to restart output, termios.TCIOFF to suspend input,
    /// or termios.TCION to restart input.
    #[function("tcflow(fd, action, /)")]
    fn tcflow(vm: &mut Vm, fd: Descriptor, action: i32) -> PyResult<()> {
        let action = match action {
            libc::TCOOFF => host::FlowArg::TCOOFF,
            libc::TCOON => host::FlowArg::TCOON,
            libc::TCIOFF => host::FlowArg::TCIOFF,
            libc::TCION => host::FlowArg::TCION,
            _ => return Err(raise(vm, Errno::EINVAL)),
        };
        call(vm, || host::tcflow(descriptor_of(fd.0)?, action))
    }

    /// Get the tty winsize for file descriptor fd.
    ///
    /// Returns a tuple (ws_row, ws_col).
    #[function("tcgetwinsize(fd, /)")]
    fn tcgetwinsize(vm: &mut Vm, fd: Descriptor) -> PyResult<(u16, u16)> {
        let size = call(vm, || window_size(fd))?;
        Ok((size.ws_row, size.ws_col))
    }

    /// Set the tty winsize for file descriptor fd.
    ///
    /// The winsize to be set is taken from the winsize argument, which
    /// is a two-item tuple (ws_row, ws_col) like the one returned by tcgetwinsize().
    #[function("tcsetwinsize(fd, winsize, /)")]
    fn tcsetwinsize(vm: &mut Vm, fd: Descriptor, winsize: &Object) -> PyResult<()> {
        let pair = vm.collect(winsize)?;
        let [rows, columns] = pair.as_slice() else {
            return Err(vm.type_error("tcsetwinsize, arg 2: must be a two-item sequence"));
        };
        let (rows, columns) = (number(vm, rows)?, number(vm, columns)?);
        let (Ok(rows), Ok(columns)) = (u16::try_from(rows), u16::try_from(columns)) else {
            return Err(vm.overflow_error("winsize value(s) out of range."));
        };
        call(vm, || {
            let size =
                rustix::termios::Winsize { ws_row: rows, ws_col: columns, ..window_size(fd)? };
            let set = rustix::termios::tcsetwinsize(descriptor_of(fd.0)?, size);
            set.map_err(|errno| Errno::from_raw(errno.raw_os_error()))
        })
    }
}

fn window_size(fd: Descriptor) -> nix::Result<rustix::termios::Winsize> {
    let size = rustix::termios::tcgetwinsize(descriptor_of(fd.0)?);
    size.map_err(|errno| Errno::from_raw(errno.raw_os_error()))
}
