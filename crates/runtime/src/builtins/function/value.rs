//! The payload of functions.

use pellucid_heap::WeakHead;

use crate::builtins::Code;
use crate::prelude::*;

/// A Python function.
#[derive(Trace)]
#[payload(weak = weak, tail_after = drop_before_attributes)]
pub struct Function {
    pub(crate) weak: WeakHead,
    pub(crate) code: Slot<Code>,
    /// Codes that were replaced by assignment to `__code__`: frames that run them rely on the function for them.
    pub(crate) former_codes: TokenCell<Vec<Ref<Code>>>,
    pub(crate) globals: Ref<Dict>,
    pub(crate) builtins: Ref<Dict>,
    pub(crate) defaults: Slot<Tuple>,
    pub(crate) keyword_defaults: Slot<Dict>,
    pub(crate) closure: Option<Ref<Tuple>>,
    pub(crate) name: Slot<Str>,
    pub(crate) qualified_name: Slot<Str>,
    pub(crate) doc: Slot,
    pub(crate) module: Slot,
    pub(crate) annotations: Slot,
    /// `__annotate__`: None or a callable.
    pub(crate) annotate: Slot,
    pub(crate) type_parameters: Slot<Tuple>,
}

/// What CPython lets go of before the attributes of a function.
fn drop_before_attributes(function: &mut Function) {
    function.module = Slot::empty();
    function.defaults = Slot::empty();
    function.keyword_defaults = Slot::empty();
    function.doc = Slot::empty();
}

impl Function {
    /// A function object.
    pub fn new(
        vm: &mut Vm,
        code: Ref<Code>,
        globals: Ref<Dict>,
        closure: Option<Ref<Tuple>>,
    ) -> Ref<Function> {
        let builtins = vm.builtins_of(&globals);
        let module_name = vm.names.__name__.clone();
        let function = Function {
            weak: WeakHead::new(),
            name: Slot::new(Some(code.name.clone())),
            qualified_name: Slot::new(Some(code.qualified_name.clone())),
            doc: Slot::new(code.docstring()),
            module: Slot::new(globals.get_str(vm, &module_name)),
            code: Slot::new(Some(code)),
            former_codes: TokenCell::new(Vec::new()),
            globals,
            builtins,
            defaults: Slot::empty(),
            keyword_defaults: Slot::empty(),
            closure,
            annotations: Slot::empty(),
            annotate: Slot::empty(),
            type_parameters: Slot::empty(),
        };
        vm.new_object(&vm.types.function, function)
    }

    /// The code.
    pub fn code(&self) -> Ref<Code> {
        self.code.get().expect("a function has its code from its creation on")
    }

    /// The name with its path, for messages.
    pub fn qualified_name_text(&self) -> String {
        self.qualified_name.get().map_or_else(String::new, |name| name.to_string())
    }
}
