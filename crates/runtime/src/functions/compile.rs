//! `compile`, `eval`, `exec`.

use pellucid_bytecode::CodeFlags;
use pellucid_compiler::{Flags, Mode, Options};

use crate::builtins::function::ForeignBuiltins;
use crate::builtins::{Cell, Code};
use crate::prelude::*;

/// Compiling and running source.
pub struct Compile;

const WRONG_SOURCE: &str = "compile() arg 1 must be a string, bytes or AST object";

#[methods(owner = "builtins")]
impl Compile {
    /// Compile source into a code object that can be executed by exec() or eval().
    ///
    /// The source code may represent a Python module, statement or expression.
    /// The filename will be used for run-time error messages.
    /// The mode must be 'exec' to compile a module, 'single' to compile a
    /// single (interactive) statement, or 'eval' to compile an expression.
    /// The flags argument, if present, controls which future statements influence
    /// the compilation of the code.
    /// The dont_inherit argument, if true, stops the compilation inheriting
    /// the effects of any future statements in effect in the code calling
    /// compile; if absent or false these statements do influence the compilation,
    /// in addition to any features explicitly specified.
    #[function(
        "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)"
    )]
    #[allow(clippy::too_many_arguments)] // As many as the Python function has.
    fn compile(
        vm: &mut Vm,
        source: &Object,
        filename: &Object,
        mode: &Typed<Str>,
        flags: Option<i32>,
        dont_inherit: Option<bool>,
        optimize: Option<i32>,
        _feature_version: Option<i32>,
    ) -> PyResult {
        let path = vm.fs_path(filename)?;
        let path = match path.downcast::<Bytes>() {
            Some(bytes) => vm.decode_file_name(bytes.as_slice()).to_string(),
            None => vm.str(&path)?.to_string(),
        };
        let bits = flags.unwrap_or(0) as u32;
        // CO_NESTED is taken and means nothing, as in CPython.
        let Some(mut flags) = Flags::from_bits(bits & !0x10) else {
            return Err(vm.value_error("compile(): unrecognised flags"));
        };
        let mode = match &*mode.to_string() {
            "exec" => Mode::Exec,
            "eval" => Mode::Eval,
            "single" => Mode::Single,
            "func_type" if flags.contains(Flags::ONLY_AST) => {
                let source = vm.source_text(source, WRONG_SOURCE, &path)?;
                return vm.parse_function_type(&source, &path);
            }
            "func_type" => {
                return Err(
                    vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")
                );
            }
            _ => {
                return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'"));
            }
        };
        let optimize = match optimize.unwrap_or(-1) {
            -1 => vm.settings.get(vm).flags.optimize.clamp(0, 2) as u8,
            level @ 0..=2 => level as u8,
            _ => return Err(vm.value_error("compile(): invalid optimize value")),
        };
        if !dont_inherit.unwrap_or(false) {
            flags |= vm.inherited_flags();
        }
        let options = Options { mode, optimize, flags, literals: false };
        if vm.is_syntax_node(source)? {
            if flags.contains(Flags::ONLY_AST) {
                return Ok(source.to_ref());
            }
            return Ok(vm.compile_tree(source, &path, &options)?.into_object());
        }
        let source = vm.source_text(source, WRONG_SOURCE, &path)?;
        if flags.contains(Flags::ONLY_AST) {
            return vm.parse_to_tree(&source, &path, &options);
        }
        Ok(vm.compile_source(&source, &path, &options)?.into_object())
    }

    /// Evaluate the given source in the context of globals and locals.
    ///
    /// The source may be a string representing a Python expression
    /// or a code object as returned by compile().
    /// The globals must be a dictionary and locals can be any mapping,
    /// defaulting to the current globals and locals.
    /// If only globals is given, locals defaults to it.
    #[function("eval(source, /, globals=None, locals=None)")]
    fn eval(
        vm: &mut Vm,
        source: &Object,
        globals: Option<&Object>,
        locals: Option<&Object>,
    ) -> PyResult {
        if let Some(locals) = locals
            && locals.class().slots(vm).get_item.is_none()
        {
            return Err(vm.type_error("locals must be a mapping"));
        }
        if let Some(globals) = globals
            && !globals.holds::<Dict>()
        {
            let mapping = globals.class().slots(vm).get_item.is_some();
            return Err(vm.type_error(if mapping {
                "globals must be a real dict; try eval(code, {}, mapping)"
            } else {
                "globals must be a dict"
            }));
        }
        let (globals, locals) = vm.namespaces("eval", globals, locals)?;
        if let Some(code) = source.downcast::<Code>() {
            if code.free_count() != 0 {
                return Err(
                    vm.type_error("code object passed to eval() may not contain free variables")
                );
            }
            return vm.exec_code(code, &globals, Some(&locals));
        }
        let text = vm.source_text(
            source,
            "eval() arg 1 must be a string, bytes or code object",
            "<string>",
        )?;
        let text = text.trim_start_matches([' ', '\t']);
        let options = vm.options_of(Mode::Eval);
        let (code, literals) = vm.compile_to_run(text, "<string>", &options)?;
        let result = vm.exec_code(&code, &globals, Some(&locals));
        drop(literals);
        result
    }

    /// Execute the given source in the context of globals and locals.
    ///
    /// The source may be a string representing one or more Python statements
    /// or a code object as returned by compile().
    /// The globals must be a dictionary and locals can be any mapping,
    /// defaulting to the current globals and locals.
    /// If only globals is given, locals defaults to it.
    /// The closure must be a tuple of cellvars, and can only be used
    /// when source is a code object requiring exactly that many cellvars.
    #[function("exec(source, /, globals=None, locals=None, *, closure=None)")]
    fn exec(
        vm: &mut Vm,
        source: &Object,
        globals: Option<&Object>,
        locals: Option<&Object>,
        closure: Option<&Object>,
    ) -> PyResult<()> {
        if let Some(globals) = globals
            && !globals.holds::<Dict>()
        {
            let class = globals.class().name(vm);
            return Err(vm.type_error(format!("exec() globals must be a dict, not {class}")));
        }
        if let Some(locals) = locals
            && locals.class().slots(vm).get_item.is_none()
        {
            let class = locals.class().name(vm);
            return Err(
                vm.type_error(format!("exec() locals must be a mapping or None, not {class}"))
            );
        }
        let (globals, locals) = vm.namespaces("exec", globals, locals)?;
        if let Some(code) = source.downcast::<Code>() {
            let closure = check_closure(vm, code, closure)?;
            return vm.exec_closure(code, &globals, Some(&locals), closure).map(drop);
        }
        if closure.is_some() {
            return Err(vm.type_error("closure can only be used when source is a code object"));
        }
        let text = vm.source_text(
            source,
            "exec() arg 1 must be a string, bytes or code object",
            "<string>",
        )?;
        let options = vm.options_of(Mode::Exec);
        let (code, literals) = vm.compile_to_run(&text, "<string>", &options)?;
        let result = vm.exec_code(&code, &globals, Some(&locals)).map(drop);
        drop(literals);
        result
    }
}

fn check_closure(
    vm: &mut Vm,
    code: &Code,
    closure: Option<&Object>,
) -> PyResult<Option<Ref<Tuple>>> {
    let count = code.free_count();
    let Some(closure) = closure else {
        return match count {
            0 => Ok(None),
            _ => Err(
                vm.type_error(format!("code object requires a closure of exactly length {count}"))
            ),
        };
    };
    if count == 0 {
        return Err(vm.type_error("cannot use a closure with this code object"));
    }
    let cells = closure.downcast::<Tuple>().filter(|cells| {
        cells.items().len() == count && cells.items().iter().all(|cell| cell.holds::<Cell>())
    });
    match cells {
        Some(cells) => Ok(Some(cells.to_ref())),
        None => {
            Err(vm.type_error(format!("code object requires a closure of exactly length {count}")))
        }
    }
}

impl Vm {
    /// The future features of the code that is running.
    fn inherited_flags(&self) -> Flags {
        let annotations = self
            .current_code_flags()
            .is_some_and(|flags| flags.contains(CodeFlags::FUTURE_ANNOTATIONS));
        if annotations { Flags::FUTURE_ANNOTATIONS } else { Flags::empty() }
    }

    fn options_of(&self, mode: Mode) -> Options {
        let optimize = self.settings.get(self).flags.optimize.clamp(0, 2) as u8;
        Options { mode, optimize, flags: self.inherited_flags(), literals: true }
    }

    /// Globals and locals as `exec` and `eval` default them.
    fn namespaces(
        &mut self,
        function: &str,
        globals: Option<&Object>,
        locals: Option<&Object>,
    ) -> PyResult<(Ref<Dict>, Ref)> {
        let (globals, locals) = match globals.and_then(|globals| globals.downcast::<Dict>()) {
            Some(globals) => {
                let locals = locals.unwrap_or_else(|| globals.as_object()).to_ref();
                (globals.to_ref(), locals)
            }
            None => {
                let Some(globals) = self.current_globals() else {
                    return Err(self.type_error(format!(
                        "{function} must be given globals and locals when called without a frame"
                    )));
                };
                let locals = match locals {
                    Some(locals) => locals.to_ref(),
                    None => self.locals()?,
                };
                (globals, locals)
            }
        };
        let name = self.names.__builtins__.clone();
        if globals.get_str(self, &name).is_none() {
            let builtins = ForeignBuiltins::shown(&self.builtins_of(&globals));
            globals.set_str(self, &name, builtins);
        }
        Ok((globals, locals))
    }
}
