//! Raising the builtin exceptions from native code.

use pellucid_heap::{Object, Ref, Typed};

use crate::Vm;
use crate::builtins::{List, Str};
use crate::errors::{BaseException, Raised};
use crate::object::{ObjectExt, Type, TypeLookup};

macro_rules! raising {
    ($($(#[doc = $doc:literal])+ $name:ident $class:ident;)*) => {
        impl Vm {
            $(
                $(#[doc = $doc])+
                #[cold]
                pub fn $name(&mut self, message: impl AsRef<str>) -> Raised {
                    let class = self.types.$class.clone();
                    self.raise_message(&class, message.as_ref())
                }
            )*
        }
    };
}

raising! {
    /// A TypeError with this message.
    type_error type_error;
    /// A ValueError with this message.
    value_error value_error;
    /// An IndexError with this message.
    index_error index_error;
    /// An OverflowError with this message.
    overflow_error overflow_error;
    /// A ZeroDivisionError with this message.
    zero_division_error zero_division_error;
    /// An AttributeError with this message, not about a particular object.
    attribute_error attribute_error;
    /// A RuntimeError with this message.
    runtime_error runtime_error;
    /// A RecursionError with this message.
    recursion_error recursion_error;
    /// A NotImplementedError with this message.
    not_implemented_error not_implemented_error;
    /// A SystemError with this message.
    system_error system_error;
    /// A BufferError with this message.
    buffer_error buffer_error;
    /// A LookupError with this message.
    lookup_error lookup_error;
    /// A ReferenceError with this message.
    reference_error reference_error;
    /// An EOFError with this message.
    eof_error eof_error;
    /// An AssertionError with this message.
    assertion_error assertion_error;
    /// An UnboundLocalError with this message.
    unbound_local_error unbound_local_error;
}

impl Vm {
    /// An exception of a builtin class with one argument, the message.
    #[cold]
    pub fn raise_message(&mut self, class: &Typed<Type>, message: &str) -> Raised {
        let message = self.new_str(message).into_object();
        self.raise_with(class, vec![message])
    }

    /// An exception of this class with these arguments, made as `class(*arguments)` would; an exception raised by that
    /// comes in its place.
    #[cold]
    pub fn raise_with(&mut self, class: &Typed<Type>, arguments: Vec<Ref>) -> Raised {
        match self.call(class.as_object(), crate::object::Args::from_positional(&arguments)) {
            Ok(exception) => match exception.downcast_ref::<BaseException>() {
                Ok(exception) => Raised(exception),
                Err(other) => {
                    let shown = match self.repr(class.as_object()) {
                        Ok(shown) => shown,
                        Err(raised) => return raised,
                    };
                    let name = other.class().name(self);
                    self.type_error(format!(
                        "calling {shown} should have returned an instance of BaseException, not {name}"
                    ))
                }
            },
            Err(raised) => raised,
        }
    }

    /// KeyError for this key.
    #[cold]
    pub fn key_error(&mut self, key: &Object) -> Raised {
        let class = self.types.key_error.clone();
        self.raise_with(&class, vec![key.to_ref()])
    }

    /// StopIteration with an optional value.
    #[cold]
    pub fn stop_iteration(&mut self, value: Option<Ref>) -> Raised {
        let class = self.types.stop_iteration.clone();
        self.raise_with(&class, value.into_iter().collect())
    }

    /// MemoryError.
    #[cold]
    pub fn memory_error(&mut self) -> Raised {
        let class = self.types.memory_error.clone();
        self.raise_with(&class, Vec::new())
    }

    /// AttributeError about attribute `name` of `object`.
    #[cold]
    pub fn attribute_error_for(
        &mut self,
        object: &Object,
        name: &Typed<Str>,
        message: String,
    ) -> Raised {
        let raised = self.attribute_error(message);
        let exception = raised.0.as_object().to_ref();
        let fields = [
            (self.names.name.clone(), name.as_object().to_ref()),
            (self.names.obj.clone(), object.to_ref()),
        ];
        for (field, value) in fields {
            if let Err(other) = self.set_attribute(&exception, &field, Some(&value)) {
                return other;
            }
        }
        raised
    }

    /// NameError about `name`.
    #[cold]
    pub fn name_error(&mut self, name: &Typed<Str>, message: String) -> Raised {
        let class = self.types.name_error.clone();
        let raised = self.raise_message(&class, &message);
        let exception = raised.0.as_object().to_ref();
        let field = self.names.name.clone();
        match self.set_attribute(&exception, &field, Some(name.as_object())) {
            Ok(()) => raised,
            Err(other) => other,
        }
    }
}

impl Raised {
    /// Whether the exception is an instance of a class.
    pub fn is_instance(&self, vm: &Vm, class: &Typed<Type>) -> bool {
        self.0.class().is_subclass_of(vm, class)
    }

    /// Whether this is an AttributeError.
    pub fn is_attribute_error(&self, vm: &Vm) -> bool {
        self.is_instance(vm, &vm.types.attribute_error)
    }

    /// Whether this is a StopIteration.
    pub fn is_plain_stop_iteration(&self, vm: &Vm) -> bool {
        self.is_instance(vm, &vm.types.stop_iteration)
    }

    /// The same exception with a note (PEP 678).
    #[cold]
    pub fn with_note(self, vm: &mut Vm, note: &str) -> Raised {
        let exception = self.0.as_object().to_ref();
        let name = vm.names.__notes__.clone();
        let notes = match vm.find_attribute(&exception, &name) {
            Ok(notes) => notes.and_then(|notes| notes.downcast_ref::<List>().ok()),
            Err(raised) => return raised,
        };
        let note = vm.new_str(note).into_object();
        let added = match notes {
            Some(notes) => notes.push(vm, note),
            None => vm
                .new_list(vec![note])
                .and_then(|notes| vm.set_attribute(&exception, &name, Some(notes.as_object()))),
        };
        added.err().unwrap_or(self)
    }

    /// The same TypeError with another operator sign in its message.
    pub(crate) fn with_sign(self, vm: &mut Vm, from: &str, to: &str) -> Raised {
        if !self.0.class().is(&*vm.types.type_error) {
            return self;
        }
        let text =
            self.0.args.get().and_then(|args| {
                args.items().first()?.downcast::<Str>().map(|text| text.to_string())
            });
        match text {
            Some(text) if text.starts_with("unsupported operand") => {
                vm.type_error(text.replace(from, to))
            }
            _ => self,
        }
    }
}
