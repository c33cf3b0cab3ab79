//! `open` and its companions.

use pellucid_runtime::object::OwnedArgs;
use pellucid_runtime::prelude::*;

use super::{buffered, call_method, file, text};

/// Holds the functions.
pub struct Open;

/// What a mode string says.
struct Mode {
    raw: String,
    reading: bool,
    writing: bool,
    updating: bool,
    binary: bool,
}

fn parse_mode(vm: &mut Vm, mode: &str) -> PyResult<Mode> {
    let mut seen = String::new();
    for letter in mode.chars() {
        if !"axrwbt+".contains(letter) || seen.contains(letter) {
            return Err(vm.value_error(format!("invalid mode: '{mode}'")));
        }
        seen.push(letter);
    }
    let has = |letter: char| seen.contains(letter);
    if has('t') && has('b') {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    let actions = ['x', 'r', 'w', 'a'].into_iter().filter(|letter| has(*letter)).count();
    // None at all is for the file to complain of.
    if actions > 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    Ok(Mode {
        raw: seen.chars().filter(|letter| !"bt".contains(*letter)).collect(),
        reading: has('r'),
        writing: !has('r'),
        updating: has('+'),
        binary: has('b'),
    })
}

#[methods(owner = "_io")]
impl Open {
    /// Open file and return a stream.  Raise OSError upon failure.
    #[function(
        "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)"
    )]
    #[allow(clippy::too_many_arguments)] // They are Python's.
    fn open(
        vm: &mut Vm,
        file: &Object,
        mode: Option<&Typed<Str>>,
        buffering: Option<isize>,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
        newline: Option<&Typed<Str>>,
        closefd: Option<bool>,
        opener: Option<&Object>,
    ) -> PyResult {
        let file = if file.holds::<Int>() { file.to_ref() } else { vm.fs_path(file)? };
        let mode_text = mode.map_or_else(|| "r".to_owned(), |mode| mode.to_string());
        let mode = parse_mode(vm, &mode_text)?;
        if mode.binary {
            for (given, what) in [
                (encoding.is_some(), "binary mode doesn't take an encoding argument"),
                (errors.is_some(), "binary mode doesn't take an errors argument"),
                (newline.is_some(), "binary mode doesn't take a newline argument"),
            ] {
                if given {
                    return Err(vm.value_error(what));
                }
            }
        }
        let raw = open_raw(vm, &file, &mode, closefd.unwrap_or(true), opener)?;
        let wrapped =
            wrap(vm, &raw, &mode, &mode_text, buffering.unwrap_or(-1), [encoding, errors, newline]);
        if wrapped.is_err() {
            // The first error is the one to be told.
            let _ = call_method(vm, &raw, "close", &[]);
        }
        wrapped
    }

    /// Opens the provided file with the intent to import the contents.
    #[function("open_code(path)")]
    fn open_code(vm: &mut Vm, path: &Typed<Str>) -> PyResult {
        let mode = vm.new_str("rb");
        Open::open(vm, path.as_object(), Some(&mode), None, None, None, None, None, None)
    }

    /// A helper function to choose the text encoding.
    #[function("text_encoding(encoding, stacklevel=2, /)")]
    fn text_encoding(vm: &mut Vm, encoding: &Object, _: Option<i32>) -> Ref {
        if vm.is_none(encoding) { vm.new_str("locale").into_object() } else { encoding.to_ref() }
    }
}

fn open_raw(
    vm: &mut Vm,
    path: &Object,
    mode: &Mode,
    closefd: bool,
    opener: Option<&Object>,
) -> PyResult {
    let class = vm.native_type(&file::SPEC)?;
    let mode = vm.new_str(&mode.raw).into_object();
    let (closefd, none) = (vm.new_bool(closefd), vm.none());
    let opener = opener.map_or(none, |opener| opener.to_ref());
    vm.call(class.as_object(), Args::from_positional(&[path.to_ref(), mode, closefd, opener]))
}

/// Puts a buffer and the text layer around a raw file.
fn wrap(
    vm: &mut Vm,
    raw: &Object,
    mode: &Mode,
    mode_text: &str,
    buffering: isize,
    text_options: [Option<&Typed<Str>>; 3],
) -> PyResult {
    let answer = call_method(vm, raw, "isatty", &[])?;
    let is_terminal = vm.is_true(&answer)?;
    let line_buffering = buffering == 1 || (buffering < 0 && is_terminal);
    let size = match buffering {
        0 if !mode.binary => return Err(vm.value_error("can't have unbuffered text I/O")),
        0 => return Ok(raw.to_ref()),
        1 if mode.binary => {
            let category = vm.types.runtime_warning.clone();
            let message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            vm.warn(&category, message, 1)?;
            super::attribute(vm, raw, "_blksize")?
        }
        size if size > 1 => vm.new_int(size as i64),
        size if size < -1 => return Err(vm.value_error("invalid buffering size")),
        _ => super::attribute(vm, raw, "_blksize")?,
    };
    let spec = match (mode.updating, mode.writing, mode.reading) {
        (true, _, _) => &buffered::RANDOM,
        (_, true, _) => &buffered::WRITER,
        _ => &buffered::READER,
    };
    let class = vm.native_type(spec)?;
    let buffer = vm.call_positional(class.as_object(), &[raw, &size])?;
    if mode.binary {
        return Ok(buffer);
    }
    let class = vm.native_type(&text::SPEC)?;
    let mut arguments = OwnedArgs::new();
    arguments.push(buffer);
    for option in text_options {
        let value = option.map_or_else(|| vm.none(), |option| option.as_object().to_ref());
        arguments.push(value);
    }
    let line_buffering = vm.new_bool(line_buffering);
    arguments.push(line_buffering);
    let wrapper = vm.call(class.as_object(), arguments.as_args())?;
    let (name, mode) = (vm.intern("mode"), vm.new_str(mode_text));
    vm.set_attribute(&wrapper, &name, Some(mode.as_object()))?;
    Ok(wrapper)
}
