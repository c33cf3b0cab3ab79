//! Names that native code uses all the time, interned once for an interpreter.

use pellucid_heap::{Label, Ref, Trace, Tracer};

use crate::builtins::Str;
use crate::object::slots::ROWS;

macro_rules! names {
    ($($name:ident),* $(,)?) => {
        /// Interned names, each under its own spelling.
        #[allow(missing_docs, non_snake_case)]
        pub struct Names {
            $(pub $name: Ref<Str>,)*
            slots: Vec<Vec<Ref<Str>>>,
        }

        impl Trace for Names {
            // A derived implementation would be a hundred kilobytes of code.
            fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
                [$(&self.$name,)*].into_iter().for_each(|name| name.trace_as(label, tracer));
                self.slots.trace_as(label, tracer);
            }
        }

        impl Names {
            pub(crate) fn new(mut intern: impl FnMut(&str) -> Ref<Str>) -> Names {
                Names {
                    $($name: intern(stringify!($name)),)*
                    slots: ROWS
                        .iter()
                        .map(|row| row.methods.iter().map(|name| intern(name)).collect())
                        .collect(),
                }
            }
        }
    };
}

names! {
    __abstractmethods__, __all__, __annotate__, __annotate_func__, __annotations__,
    __annotations_cache__, __await__, __bases__, __build_class__, __builtins__, __bytes__, __cached__,
    __call__, __class__, __class_getitem__, __classcell__, __classdict__, __classdictcell__,
    __complex__, __contains__, __copy__, __debug__, __deepcopy__, __del__, __delitem__, __dict__,
    __dir__, __doc__, __enter__, __eq__, __exit__, __aenter__, __aexit__, __file__,
    __firstlineno__, __float__, __format__, __fspath__, __ge__, __get__, __getattr__,
    __getattribute__, __getitem__, __getnewargs__, __getnewargs_ex__, __getstate__, __globals__,
    __gt__, __hash__, __import__, __index__, __init__, __init_subclass__, __instancecheck__,
    __int__, __isabstractmethod__, __iter__, __kwdefaults__, __le__, __len__, __length_hint__,
    __loader__, __lt__, __main__, __match_args__, __missing__, __module__, __mro_entries__,
    __name__, __ne__, __new__, __next__, __notes__, __origin__, __orig_bases__, __orig_class__, __package__,
    __parameters__, __args__, __path__, __prepare__, __qualname__, __reduce__, __reduce_ex__,
    __repr__, __reversed__, __round__, __ceil__, __floor__, __trunc__, __self__, __set_name__,
    __setattr__, __setitem__, __set__, __delete__, __setstate__, __sizeof__, __slots__, __spec__,
    __static_attributes__, __str__, __subclasscheck__, __subclasshook__, __type_params__,
    __typing_subst__, __typing_prepare_subst__, __typing_is_unpacked_typevartuple__,
    __typing_unpacked_tuple_args__, __unpacked__, __weakref__, __wrapped__, __class_cell__,
    _fields, _initializing, _uninitialized_submodules, args, builtins, cell_contents, close, code, copy,
    displayhook, encoding, end, errors, excepthook, file, filename, flush, fromlist, get, insert,
    isatty, items, join, key, keys, last_exc, last_traceback, last_type, last_value, level, lineno,
    modules, mro, msg, name, name_from, namespace, obj, offset, path, ps1, ps2, print_file_and_line, read, readline,
    reverse, send, sep, stderr, stdin, stdout, strict, sys, text, throw, unraisablehook, update,
    value, values, warn, write,
}

impl Names {
    /// The name of method `which` of row `row` of the slot table.
    pub(crate) fn slot(&self, row: usize, which: usize) -> Ref<Str> {
        self.slots[row][which].clone()
    }

    /// The rows of the slot table that have a method of this name.
    pub(crate) fn slot_rows(&self, name: &Str) -> Vec<usize> {
        let named = |names: &Vec<Ref<Str>>| names.iter().any(|own| own.same_text(name));
        (0..self.slots.len()).filter(|&row| named(&self.slots[row])).collect()
    }
}
