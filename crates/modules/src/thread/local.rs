//! `_thread._local`: attributes that each thread has its own of.
//!
//! The instance's `__dict__` is that of the thread which has used it last; those of the others wait beside it.

use std::cell::Cell;

use pellucid_runtime::builtins::weak_reference::WeakRef;
use pellucid_runtime::heap::WeakHead;
use pellucid_runtime::object::{
    OwnedArgs, Slots, generic_get_attribute, generic_set_attribute, instance, kind_of,
};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::ThreadNumber;

/// Attributes that each thread has its own of.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct ThreadLocal {
    weak: WeakHead,
    /// What `__init__` is called with again in each thread: a tuple and a dict.
    arguments: (Ref, Ref),
    /// Whose attributes are in the instance.
    #[trace(skip)]
    owner: Cell<Option<ThreadNumber>>,
    waiting: TokenCell<Vec<Waiting>>,
}

/// The attributes of a thread that is not the owner.
#[derive(Trace)]
#[payload(none)]
struct Waiting {
    #[trace(skip)]
    thread: ThreadNumber,
    attributes: Ref<Dict>,
}

/// The name under which a thread keeps weak references to the objects in which it has attributes.
const USED: &str = "thread-local objects";

/// `_thread._local`
pub static LOCAL: TypeSpec = TypeSpec {
    module: "_thread",
    doc: "_local()\n--\n\nThread-local data",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots: |slots: &mut Slots| {
        slots.new = Some(create);
        slots.get_attribute = Some(|vm, object, name| {
            make_current(vm, object)?;
            generic_get_attribute(vm, object, name)
        });
        slots.set_attribute = Some(|vm, object, name, value| {
            make_current(vm, object)?;
            if name.same_text(&vm.names.__dict__) {
                let class = object.class().name(vm);
                let message = format!("'{class}' object attribute '__dict__' is read-only");
                return Err(vm.attribute_error_for(object, name, message));
            }
            generic_set_attribute(vm, object, name, value)
        });
    },
    ..TypeSpec::new::<ThreadLocal>("_local")
};

fn create(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let own_initialiser = class.slots(vm).init.map(|init| init as usize);
    let plain = vm.types.object.slots(vm).init.map(|init| init as usize);
    if !args.is_empty() && own_initialiser == plain {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let keywords = vm.new_dict();
    for (name, value) in args.keywords().iter() {
        keywords.set(vm, name.as_object(), value.to_ref())?;
    }
    let positional = vm.new_tuple(args.positional().to_vec()).into_object();
    let local = ThreadLocal {
        weak: WeakHead::new(),
        arguments: (positional, keywords.into_object()),
        owner: Cell::new(Some(vm.thread_number())),
        waiting: TokenCell::new(Vec::new()),
    };
    let local = vm.heap().allocate(kind_of(class), local).into_object();
    note_use(vm, &local)?;
    Ok(local)
}

/// Notes that the running thread has attributes in the object.
fn note_use(vm: &mut Vm, object: &Object) -> PyResult<()> {
    let kind = vm.types.weak_reference.clone();
    let reference = WeakRef::create(vm, &kind, object, None)?;
    match vm.thread_value(USED).and_then(|used| used.downcast_ref::<List>().ok()) {
        Some(used) => used.push(vm, reference),
        None => {
            let used = vm.new_list(vec![reference])?.into_object();
            vm.set_thread_value(USED, used);
            Ok(())
        }
    }
}

/// Puts the attributes of the running thread into the instance.
fn make_current(vm: &mut Vm, object: &Object) -> PyResult<()> {
    let Some(local) = object.downcast::<ThreadLocal>() else { return Ok(()) };
    let thread = vm.thread_number();
    if local.owner.get() == Some(thread) {
        return Ok(());
    }
    let waiting = local.waiting.get_mut(vm);
    let known = waiting.iter().position(|own| own.thread == thread);
    let known = known.map(|place| waiting.swap_remove(place).attributes);
    let fresh = known.is_none();
    let attributes = known.unwrap_or_else(|| vm.new_dict());
    let before = instance::dict(vm, object);
    instance::set_dict(vm, object, Some(attributes));
    let owner = local.owner.replace(Some(thread));
    if let (Some(thread), Some(attributes)) = (owner, before) {
        local.waiting.get_mut(vm).push(Waiting { thread, attributes });
    }
    if !fresh {
        return Ok(());
    }
    note_use(vm, object)?;
    let (positional, keywords) = local.arguments.clone();
    let mut arguments = OwnedArgs::new();
    if let Some(positional) = positional.downcast::<Tuple>() {
        arguments.extend(positional.items().iter().cloned());
    }
    if let Some(keywords) = keywords.downcast::<Dict>() {
        arguments.extend_keywords(vm, "__init__", keywords)?;
    }
    match object.class().slots(vm).init {
        Some(initialise) => initialise(vm, object, arguments.as_args()),
        None => Ok(()),
    }
}

/// The running thread ends: its attributes go.
pub fn forget_thread(vm: &mut Vm) {
    let thread = vm.thread_number();
    let Some(used) = vm.thread_value(USED).and_then(|used| used.downcast_ref::<List>().ok()) else {
        return;
    };
    for reference in used.items(vm).to_vec() {
        let target = reference.downcast::<WeakRef>().and_then(|reference| reference.target());
        let Some(object) = target else { continue };
        let Some(local) = object.downcast::<ThreadLocal>() else { continue };
        if local.owner.get() == Some(thread) {
            local.owner.set(None);
            let empty = vm.new_dict();
            instance::set_dict(vm, &object, Some(empty));
        } else {
            let waiting = local.waiting.get_mut(vm);
            let place = waiting.iter().position(|own| own.thread == thread);
            let own = place.map(|place| waiting.swap_remove(place));
            drop(own);
        }
        vm.run_pending();
    }
}
