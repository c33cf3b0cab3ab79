//! `__import__`: modules that are there at once, all others by `importlib`'s bootstrap.

use crate::prelude::*;

/// The files of the import system, whose frames nobody wants to see.
const IMPORT_SYSTEM: [&str; 3] =
    ["<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>", LIBRARY_LOADER];

/// The file of the loader that the packed library has.
pub(crate) const LIBRARY_LOADER: &str = "<frozen _pellucid_library>";

/// Importing.
pub struct Import;

#[methods(owner = "builtins")]
impl Import {
    /// Import a module.
    ///
    /// Because this function is meant for use by the Python
    /// interpreter and not for general use, it is better to use
    /// importlib.import_module() to programmatically import a module.
    #[function("__import__(name, globals=None, locals=None, fromlist=(), level=0)")]
    fn import(
        vm: &mut Vm,
        name: &Object,
        globals: Option<&Object>,
        locals: Option<&Object>,
        fromlist: Option<&Object>,
        level: Option<i32>,
    ) -> PyResult {
        let Some(text) = name.downcast::<Str>() else {
            return Err(vm.type_error("module name must be a string"));
        };
        let level = level.unwrap_or(0);
        if level < 0 {
            return Err(vm.value_error("level must be >= 0"));
        }
        if level == 0 {
            if text.is_empty() {
                return Err(vm.value_error("Empty module name"));
            }
            if let Some(module) = vm.modules.get_str(vm, text)
                && !vm.is_none(&module)
                && !vm.is_initializing(&module)?
            {
                return vm.imported(text, &module, fromlist);
            }
        }
        if let Some(globals) = globals.and_then(|globals| globals.downcast::<Dict>())
            && level > 0
        {
            check_package(vm, globals)?;
        }
        if level == 0 {
            let module = vm.find_and_load(name)?;
            return vm.imported(text, &module, fromlist);
        }
        let none = vm.none();
        let empty = vm.new_tuple(Vec::new()).into_object();
        let arguments = [
            name.to_ref(),
            globals.map_or_else(|| none.clone(), Object::to_ref),
            locals.map_or_else(|| none.clone(), Object::to_ref),
            fromlist.map_or(empty, Object::to_ref),
            vm.new_int(i64::from(level)),
        ];
        let function = vm.names.__import__.clone();
        let bootstrap = vm.import_bootstrap()?;
        let function = vm.get_attribute(&bootstrap, &function)?;
        vm.call(&function, Args::from_positional(&arguments))
            .map_err(|raised| vm.without_import_frames(raised))
    }
}

/// KeyError if nothing in the globals says which package a relative import begins at.
fn check_package(vm: &mut Vm, globals: &Typed<Dict>) -> PyResult<()> {
    for name in ["__package__", "__spec__"] {
        let name = vm.intern(name);
        if globals.get_str(vm, &name).is_some_and(|value| !vm.is_none(&value)) {
            return Ok(());
        }
    }
    let name = vm.names.__name__.clone();
    match globals.get_str(vm, &name) {
        Some(_) => Ok(()),
        None => {
            let message = vm.new_str("'__name__' not in globals");
            Err(vm.key_error(message.as_object()))
        }
    }
}

impl Vm {
    /// The module of an absolute name, by the part of the import system that is below its own `__import__`.
    fn find_and_load(&mut self, name: &Object) -> PyResult {
        let bootstrap = self.import_bootstrap()?;
        let (load, again) = (self.intern("_find_and_load"), self.intern("_gcd_import"));
        let load = self.get_attribute(&bootstrap, &load)?;
        let again = self.get_attribute(&bootstrap, &again)?;
        self.call_positional(&load, &[name, &again])
            .map_err(|raised| self.without_import_frames(raised))
    }

    fn import_bootstrap(&mut self) -> PyResult {
        if let Some(module) = self.import_system.get() {
            return Ok(module);
        }
        let name = self.intern("_frozen_importlib");
        match self.modules.get_str(self, &name) {
            Some(module) => {
                // Programs may hide it from `sys.modules`.
                let interpreter = self.interpreter();
                interpreter.import_system.set(self, Some(module.clone()));
                Ok(module)
            }
            None => {
                let class = self.types.import_error.clone();
                Err(self.raise_message(&class, "the import system has not been started"))
            }
        }
    }

    /// Whether the module is still being imported.
    fn is_initializing(&mut self, module: &Object) -> PyResult<bool> {
        let (spec, flag) = (self.names.__spec__.clone(), self.names._initializing.clone());
        let Some(spec) = self.find_attribute(module, &spec)? else { return Ok(false) };
        match self.find_attribute(&spec, &flag)? {
            Some(flag) => self.is_true(&flag),
            None => Ok(false),
        }
    }

    /// What `__import__` gives for a module that is there.
    fn imported(&mut self, name: &Typed<Str>, module: &Object, from: Option<&Object>) -> PyResult {
        let wanted = match from {
            Some(from) if !self.is_none(from) => self.is_true(from)?,
            _ => false,
        };
        if wanted {
            let path = self.names.__path__.clone();
            if self.find_attribute(module, &path)?.is_none() {
                return Ok(module.to_ref());
            }
            let bootstrap = self.import_bootstrap()?;
            let handle = self.intern("_handle_fromlist");
            let handle = self.get_attribute(&bootstrap, &handle)?;
            let import = self.names.__import__.clone();
            let import = self.builtins.get_str(self, &import).unwrap_or_else(|| self.none());
            let from = from.map_or_else(|| self.none(), Object::to_ref);
            return self
                .call_positional(&handle, &[module, &from, &import])
                .map_err(|raised| self.without_import_frames(raised));
        }
        let text = name.to_string();
        let Some((top, _)) = text.split_once('.') else { return Ok(module.to_ref()) };
        let top = self.intern(top);
        match self.modules.get_str(self, &top) {
            Some(module) => Ok(module),
            None => Err(self.key_error(top.as_object())),
        }
    }

    /// Takes the frames of the import system out of a traceback: all of them for an ImportError, else those
    /// chunks that end in a call that is marked.
    fn without_import_frames(&mut self, raised: Raised) -> Raised {
        let always = raised.is_instance(self, &self.types.import_error);
        let mut kept: Vec<Ref<crate::builtins::Traceback>> = Vec::new();
        let mut chunk_start = None;
        let first = raised.0.traceback.get().and_then(|first| first.downcast_ref().ok());
        let mut next: Option<Ref<crate::builtins::Traceback>> = first;
        let mut dropped = false;
        while let Some(entry) = next {
            next = entry.next();
            let code = entry.frame().code.clone();
            let file = code.file_name().to_string();
            let inside = IMPORT_SYSTEM.contains(&&*file);
            if inside {
                let start = *chunk_start.get_or_insert(kept.len());
                let marked = code.name().text() == *"_call_with_frames_removed";
                kept.push(entry);
                if always || marked {
                    kept.truncate(start);
                    dropped = true;
                }
            } else {
                chunk_start = None;
                kept.push(entry);
            }
        }
        if dropped {
            let mut chain: Option<Ref<crate::builtins::Traceback>> = None;
            for entry in kept.into_iter().rev() {
                entry.set_next(self, chain);
                chain = Some(entry);
            }
            raised.0.traceback.set(self, chain.map(Ref::into_object));
        }
        raised
    }
}
