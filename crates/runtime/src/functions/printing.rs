//! `print` and `input`.

use crate::prelude::*;

/// The functions.
pub struct Printing;

/// What `sys` has under this name (a standard stream, a hook); nothing if it is missing.
fn stream(vm: &mut Vm, name: &str) -> PyResult<Option<Ref>> {
    let name = vm.intern(name);
    match vm.system_module() {
        Some(sys) => vm.find_attribute(&sys, &name),
        None => Ok(None),
    }
}

/// `sep` or `end` of `print`.
fn separator(vm: &mut Vm, value: Option<&Object>, name: &str, default: &str) -> PyResult<Ref> {
    match value {
        None => Ok(vm.new_str(default).into_object()),
        Some(value) if vm.is_none(value) => Ok(vm.new_str(default).into_object()),
        Some(value) if value.holds::<Str>() => Ok(value.to_ref()),
        Some(value) => {
            let class = value.class().name(vm);
            Err(vm.type_error(format!("{name} must be None or a string, not {class}")))
        }
    }
}

#[methods(owner = "builtins")]
impl Printing {
    /// Call sys.breakpointhook(*args, **kws).
    ///
    /// sys.breakpointhook() must accept whatever arguments are passed.
    ///
    /// By default, this drops you into the pdb debugger.
    #[function("breakpoint(*args, **kws)")]
    fn breakpoint(vm: &mut Vm, args: &[Ref], kws: Keywords<'_>) -> PyResult {
        let Some(hook) = stream(vm, "breakpointhook")? else {
            return Err(vm.runtime_error("lost sys.breakpointhook"));
        };
        let mut arguments = crate::object::OwnedArgs::new();
        arguments.extend(args.iter().cloned());
        for (name, value) in kws.iter() {
            // Keywords are given once each.
            let _ = arguments.push_keyword(name.to_ref(), value.to_ref());
        }
        vm.call(&hook, arguments.as_args())
    }

    /// Prints the values to a stream, or to sys.stdout by default.
    ///
    /// sep
    ///   string inserted between values, default a space.
    /// end
    ///   string appended after the last value, default a newline.
    /// file
    ///   a file-like object (stream); defaults to the current sys.stdout.
    /// flush
    ///   whether to forcibly flush the stream.
    #[function("print(*args, sep=' ', end='\\n', file=None, flush=False)")]
    fn print(
        vm: &mut Vm,
        args: &[Ref],
        sep: Option<&Object>,
        end: Option<&Object>,
        file: Option<&Object>,
        flush: Option<bool>,
    ) -> PyResult<()> {
        let file = match file {
            Some(file) => file.to_ref(),
            None => match stream(vm, "stdout")? {
                None => return Err(vm.runtime_error("lost sys.stdout")),
                Some(stdout) if vm.is_none(&stdout) => return Ok(()),
                Some(stdout) => stdout,
            },
        };
        let sep = separator(vm, sep, "sep", " ")?;
        let end = separator(vm, end, "end", "\n")?;
        let write = vm.names.write.clone();
        for (position, value) in args.iter().enumerate() {
            if position > 0 {
                vm.call_method(&file, &write, &[&sep])?;
            }
            let text = vm.str(value)?;
            vm.call_method(&file, &write, &[text.as_object()])?;
        }
        vm.call_method(&file, &write, &[&end])?;
        if flush == Some(true) {
            let flush = vm.names.flush.clone();
            vm.call_method(&file, &flush, &[])?;
        }
        Ok(())
    }

    /// Read a string from standard input.  The trailing newline is stripped.
    ///
    /// The prompt string, if given, is printed to standard output without a
    /// trailing newline before reading input.
    ///
    /// If the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.
    /// On *nix systems, readline is used if available.
    #[function("input(prompt='', /)")]
    fn input(vm: &mut Vm, prompt: Option<&Object>) -> PyResult {
        let [stdin, stdout, stderr] =
            ["stdin", "stdout", "stderr"].map(|name| (name, stream(vm, name)));
        let mut streams = Vec::new();
        for (name, found) in [stdin, stdout, stderr] {
            match found? {
                Some(found) if !vm.is_none(&found) => streams.push(found),
                _ => return Err(vm.runtime_error(format!("input(): lost sys.{name}"))),
            }
        }
        let flush = vm.names.flush.clone();
        vm.call_method(&streams[2], &flush, &[])?;
        if let Some(prompt) = prompt {
            let (write, text) = (vm.names.write.clone(), vm.str(prompt)?);
            vm.call_method(&streams[1], &write, &[text.as_object()])?;
        }
        vm.call_method(&streams[1], &flush, &[])?;
        let readline = vm.names.readline.clone();
        let line = vm.call_method(&streams[0], &readline, &[])?;
        let Some(text) = line.downcast::<Str>() else {
            return Err(vm.type_error("object.readline() returned non-string"));
        };
        let text = text.text();
        match text.len().checked_sub(1) {
            None => Err(vm.eof_error("EOF when reading a line")),
            Some(last) if text.get(last) == Some(u32::from('\n')) => {
                Ok(vm.new_text_slice(text.slice(0..last)).into_object())
            }
            Some(_) => Ok(line),
        }
    }
}
