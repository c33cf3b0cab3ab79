//! Reporting an exception that nobody has caught (`sys.excepthook`).
//!
//! As CPython 3.13 and later do, the work is done by `traceback` of the standard library, which knows about
//! anchors and suggestions. When that fails, a plain rendering is made natively: it needs nothing but the
//! exception's own attributes.

use crate::errors::{BaseException, ExceptionGroup};
use crate::prelude::*;

/// What is said between two exceptions of a chain.
const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// A traceback of more frames is cut at the top, as a chain of more exceptions is.
const FRAMES_MAX: usize = 1000;
const CHAIN_MAX: usize = 100;

impl Vm {
    /// The line of a source, without its end, as far as the host can read it. The first line is 1.
    pub fn source_line(&self, file: &str, line: usize) -> Option<String> {
        let index = line.checked_sub(1)?;
        let source = self.host.get(self).read_file(file).ok()?;
        let source = String::from_utf8_lossy(&source);
        source.lines().nth(index).map(str::to_owned)
    }

    /// `sys.__excepthook__`: writes exception and traceback to `sys.stderr`.
    pub fn display_exception(&mut self, exception: &Typed<BaseException>) {
        // The library would take `None` for standard output.
        if matches!(self.sys_attribute("stderr"), Ok(Some(stream)) if self.is_none(&stream)) {
            return;
        }
        if self.display_by_library(exception).is_ok() {
            return;
        }
        let text = self.render_exception(exception);
        self.write_to_stderr(&text);
    }

    fn display_by_library(&mut self, exception: &Typed<BaseException>) -> PyResult<()> {
        let traceback = self.import("traceback")?;
        let name = self.intern("_print_exception_bltin");
        self.call_method(&traceback, &name, &[exception.as_object()]).map(drop)
    }

    /// Writes to `sys.stderr`, or where there is none to the host's. A stream that is `None` takes nothing.
    pub fn write_to_stderr(&mut self, text: &str) {
        let text = self.new_str(text);
        self.write_text_to_stderr(&text);
    }

    /// As [`write_to_stderr`](Self::write_to_stderr), for text that may have surrogates.
    pub fn write_text_to_stderr(&mut self, text: &Typed<Str>) {
        let stderr = self.names.stderr.clone();
        let stream = match self.system_module() {
            Some(sys) => self.find_attribute(&sys, &stderr).ok().flatten(),
            None => None,
        };
        match stream {
            Some(stream) if self.is_none(&stream) => {}
            Some(stream) => {
                let write = self.names.write.clone();
                // Where even this fails there is nobody left to tell.
                let _ = self.call_method(&stream, &write, &[text.as_object()]);
            }
            None => self.write_stderr(&text.to_string()),
        }
    }

    /// The plain rendering of an exception with its chain: no anchors, no suggestions.
    pub fn render_exception(&mut self, exception: &Typed<BaseException>) -> String {
        let mut text = String::new();
        for (exception, connection) in chain(exception) {
            self.render_one(&exception, &mut text);
            text.push_str(connection);
        }
        text
    }

    /// The plain rendering of an exception without its chain and its notes, for those that nobody can catch.
    pub fn render_exception_alone(&mut self, exception: &Typed<BaseException>) -> String {
        let mut text = String::new();
        self.render_head(exception, &mut text);
        text
    }

    fn render_one(&mut self, exception: &Typed<BaseException>, text: &mut String) {
        self.render_head(exception, text);
        self.render_notes(exception.as_object(), text);
        if let Some(group) = exception.as_object().downcast::<ExceptionGroup>() {
            for (index, nested) in group.exceptions(self).into_iter().enumerate() {
                let class = self.shown_class(&nested);
                let message =
                    self.str(&nested).map_or_else(|_| String::new(), |text| text.to_string());
                text.push_str(&format!("  {}. {class}: {message}\n", index + 1));
            }
        }
    }

    fn render_head(&mut self, exception: &Typed<BaseException>, text: &mut String) {
        if let Some(traceback) = exception.traceback.get() {
            text.push_str("Traceback (most recent call last):\n");
            self.render_frames(traceback, text);
        }
        let class = self.shown_class(exception.as_object());
        let message = self.render_place(exception.as_object(), text);
        if let Some(message) = message {
            text.push_str(&format!("{class}: {message}\n"));
            return;
        }
        let message = match self.str(exception.as_object()) {
            Ok(message) => message.to_string(),
            Err(_) => "<exception str() failed>".to_owned(),
        };
        text.push_str(&class);
        if !message.is_empty() {
            text.push_str(": ");
            text.push_str(&message);
        }
        text.push('\n');
    }

    /// File, line and text of a syntax error; gives the message that is left to be shown.
    fn render_place(&mut self, exception: &Object, text: &mut String) -> Option<String> {
        let field = |vm: &mut Vm, name: &str| {
            let name = vm.intern(name);
            let value = vm.find_attribute(exception, &name).ok().flatten()?;
            Some(value).filter(|value| !vm.is_none(value))
        };
        let marker = self.names.print_file_and_line.clone();
        self.find_attribute(exception, &marker).ok().flatten()?;
        let shown = |vm: &mut Vm, value: &Object| vm.str(value).ok().map(|text| text.to_string());
        let number = |value: Option<Ref>| value?.downcast::<Int>()?.to_usize();
        let line = number(field(self, "lineno"))?;
        let file = field(self, "filename").and_then(|file| shown(self, &file));
        let message = field(self, "msg").and_then(|message| shown(self, &message));
        let start = number(field(self, "offset")).unwrap_or(0);
        let end = number(field(self, "end_offset")).unwrap_or(0);
        let source = field(self, "text").and_then(|source| shown(self, &source));
        let file = file.unwrap_or_else(|| "<string>".to_owned());
        text.push_str(&format!("  File \"{file}\", line {line}\n"));
        if let Some(source) = source {
            let stripped = source.trim_start();
            let indent = source.chars().count() - stripped.chars().count();
            text.push_str(&format!("    {}\n", stripped.trim_end()));
            if let Some(space) = start.checked_sub(indent + 1) {
                let length = stripped.trim_end().chars().count().saturating_sub(space).max(1);
                let carets = "^".repeat(end.saturating_sub(start).clamp(1, length));
                text.push_str(&format!("    {:1$}{carets}\n", "", space.min(u16::MAX as usize)));
            }
        }
        Some(message.unwrap_or_else(|| "None".to_owned()))
    }

    fn render_notes(&mut self, exception: &Object, text: &mut String) {
        let name = self.names.__notes__.clone();
        let Ok(Some(notes)) = self.find_attribute(exception, &name) else { return };
        let Ok(notes) = self.collect(&notes) else { return };
        for note in notes {
            if let Ok(note) = self.str(&note) {
                text.push_str(&note.to_string());
                text.push('\n');
            }
        }
    }

    /// The class with its module, which is left out for builtins and the main program.
    fn shown_class(&mut self, exception: &Object) -> String {
        let class = exception.class().to_ref();
        let (module, name) = (self.names.__module__.clone(), self.names.__qualname__.clone());
        let module = self.get_attribute(class.as_object(), &module);
        let name = self.get_attribute(class.as_object(), &name);
        let shown = |part: PyResult| part.ok()?.downcast::<Str>().map(|part| part.to_string());
        let name = shown(name).unwrap_or_else(|| class.name(self));
        match shown(module) {
            Some(module) if module == "builtins" || module == "__main__" => name,
            Some(module) => format!("{module}.{name}"),
            None => format!("<unknown>.{name}"),
        }
    }

    fn render_frames(&mut self, traceback: Ref, text: &mut String) {
        let mut lines = Vec::new();
        let mut next = Some(traceback);
        while let Some(traceback) = next {
            if lines.len() >= FRAMES_MAX {
                break;
            }
            match self.render_frame(&traceback) {
                Ok(line) => lines.push(line),
                Err(_) => break,
            }
            let name = self.intern("tb_next");
            let inner = self.get_attribute(&traceback, &name).ok();
            next = inner.filter(|inner| !self.is_none(inner));
        }
        lines.iter().for_each(|line| text.push_str(line));
    }

    fn render_frame(&mut self, traceback: &Object) -> PyResult<String> {
        let attribute = |vm: &mut Vm, object: &Object, name: &str| {
            let name = vm.intern(name);
            vm.get_attribute(object, &name)
        };
        let line = attribute(self, traceback, "tb_lineno")?;
        let frame = attribute(self, traceback, "tb_frame")?;
        let code = attribute(self, &frame, "f_code")?;
        let file = attribute(self, &code, "co_filename")?;
        let function = attribute(self, &code, "co_name")?;
        let (file, function) = (self.str(&file)?.to_string(), self.str(&function)?.to_string());
        let line = line.downcast::<Int>().and_then(|line| line.to_usize()).unwrap_or(0);
        let mut shown = format!("  File \"{file}\", line {line}, in {function}\n");
        if let Some(source) = self.source_line(&file, line) {
            shown.push_str(&format!("    {}\n", source.trim()));
        }
        Ok(shown)
    }
}

/// The exceptions that led to this one, the first one first, each with what is said after it.
fn chain(last: &Typed<BaseException>) -> Vec<(Ref<BaseException>, &'static str)> {
    let mut chain = vec![(last.to_ref(), "")];
    let mut current = last.to_ref();
    while chain.len() < CHAIN_MAX {
        let (earlier, connection) = match current.cause.get() {
            Some(cause) => (Some(cause), CAUSE),
            None if current.suppress_context.get() => (None, ""),
            None => (current.context.get(), CONTEXT),
        };
        let Some(earlier) = earlier else { break };
        if chain.iter().any(|(seen, _)| seen.is(&*earlier)) {
            break;
        }
        chain.push((earlier.clone(), connection));
        current = earlier;
    }
    chain.reverse();
    chain
}
