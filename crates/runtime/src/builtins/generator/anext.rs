//! What `anext(iterator, default)` gives: an awaitable that ends with the default where the iterator ends.

use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// An awaitable of the next item or the default.
#[derive(Trace)]
pub struct AnextAwaitable {
    awaitable: Ref,
    default: Ref,
}

/// The type; made by [`Vm::native_type`] when it is first asked for.
static SPEC: TypeSpec = TypeSpec {
    slots: fill,
    methods: &[AnextAwaitable::METHODS],
    ..TypeSpec::new::<AnextAwaitable>("anext_awaitable")
};

fn fill(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.await_ = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match object.downcast::<AnextAwaitable>() {
        Some(this) => {
            let iterator = this.iterator(vm)?;
            match vm.next_or_stop(&iterator) {
                Ok(None) => Ok(None),
                Ok(Some(item)) => Ok(Some(item)),
                Err(raised) => this.or_default(vm, Err(raised)).map(Some),
            }
        }
        None => Ok(None),
    });
}

impl AnextAwaitable {
    /// An awaitable of what `awaitable` gives, or the default.
    pub fn object(vm: &mut Vm, awaitable: Ref, default: &Object) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let payload = AnextAwaitable { awaitable, default: default.to_ref() };
        Ok(vm.new_object(&class, payload).into_object())
    }

    /// The iterator behind the awaitable.
    fn iterator(&self, vm: &mut Vm) -> PyResult {
        let mut iterator = match vm.awaitable_iterator(&self.awaitable)? {
            Some(iterator) => iterator,
            None => {
                let class = self.awaitable.class().name(vm);
                let message = format!("'{class}' object can't be awaited");
                return Err(vm.type_error(message));
            }
        };
        if iterator.class().slots(vm).next.is_none()
            && let Some(wait) = iterator.class().slots(vm).await_
        {
            iterator = wait(vm, &iterator)?;
        }
        match iterator.class().slots(vm).next {
            Some(_) => Ok(iterator),
            None => {
                let message = "__await__ must return an iterable, not 'coroutine'";
                Err(vm.type_error(message))
            }
        }
    }

    fn or_default(&self, vm: &mut Vm, stepped: PyResult) -> PyResult {
        match stepped {
            Err(raised) if raised.is_instance(vm, &vm.types.stop_async_iteration) => {
                let class = vm.types.stop_iteration.clone();
                Err(vm.raise_with(&class, vec![self.default.clone()]))
            }
            other => other,
        }
    }

    fn delegate(&self, vm: &mut Vm, name: &str, arguments: &[&Object]) -> PyResult {
        let iterator = self.iterator(vm)?;
        let name = vm.intern(name);
        let stepped = vm.call_method(&iterator, &name, arguments);
        self.or_default(vm, stepped)
    }
}

#[methods(owner = "anext_awaitable")]
impl AnextAwaitable {
    /// send(arg) -> send 'arg' into the wrapped iterator,
    /// return next yielded value or raise StopIteration.
    #[method("send(self, value, /)", hidden)]
    fn send(vm: &mut Vm, this: &Typed<AnextAwaitable>, value: &Object) -> PyResult {
        this.delegate(vm, "send", &[value])
    }

    /// throw(value)
    /// throw(typ[,val[,tb]])
    ///
    /// raise exception in the wrapped iterator, return next yielded value
    /// or raise StopIteration.
    #[method("throw(self, /, *args)", hidden)]
    fn throw(vm: &mut Vm, this: &Typed<AnextAwaitable>, args: &[Ref]) -> PyResult {
        let arguments: Vec<&Object> = args.iter().map(|argument| &**argument).collect();
        this.delegate(vm, "throw", &arguments)
    }

    /// close() -> raise GeneratorExit inside generator.
    #[method("close(self, /)", hidden)]
    fn close(vm: &mut Vm, this: &Typed<AnextAwaitable>) -> PyResult {
        this.delegate(vm, "close", &[])
    }
}
