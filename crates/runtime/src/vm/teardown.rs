//! The end of an interpreter: it lets go of all that a program has left with it, and says what is alive even then.

use std::collections::{BTreeMap, HashMap, VecDeque};

use pellucid_heap::{KindFlags, Object, Ref, Slot, Trace, Tracer};

use crate::builtins::{Dict, Function, Str};
use crate::object::by_row::ByRow;
use crate::object::{ObjectExt, Type, TypeLookup};
use crate::{PyResult, Vm};

/// So many objects of a type are named when something is left.
const EXAMPLES_MAX: usize = 5;

impl Vm {
    /// Lets go of everything that the interpreter keeps for programs, so that nothing stays but the builtin types,
    /// the singletons and the names. No Python code can run afterwards, except for finalizers of what was left.
    pub fn let_go_of_program(&mut self) {
        self.let_go_of_hooks();
        self.collect_all_garbage();
        let interpreter = self.interpreter();
        self.builtins.clone().clear(self);
        self.collect_all_garbage();
        // The last finalizers may have issued warnings, say.
        self.let_go_of_hooks();
        drop(interpreter.tree_classes.replace(self, None));
        drop(interpreter.native_singletons.replace(self, ByRow::new()));
        let types = interpreter.native_types.replace(self, ByRow::new());
        self.let_go_of_constants(types.values());
        drop(types);
        self.collect_all_garbage();
    }

    /// Takes out of native types the instances that hold no references: the collector does not look at these, so it would
    /// not see that they hold their class, which holds them.
    fn let_go_of_constants(&mut self, types: &[Ref<Type>]) {
        for class in types {
            let namespace = class.namespace();
            for (name, value) in namespace.pairs(self) {
                let is_leaf = !value.kind().flags().contains(KindFlags::CONTAINER);
                if is_leaf
                    && types.iter().any(|other| value.class_is(other))
                    && let Some(name) = name.downcast::<Str>()
                {
                    drop(namespace.remove_str(self, name));
                }
            }
        }
    }

    /// Remembers what `builtins` holds, for [`restore_builtins`](Self::restore_builtins).
    pub fn remember_builtins(&mut self) -> PyResult<()> {
        let copy = self.builtins.clone().duplicate(self)?;
        self.interpreter().first_builtins.set(self, Some(copy));
        Ok(())
    }

    /// Takes out of `builtins` what programs have put there.
    pub fn restore_builtins(&mut self) {
        let interpreter = self.interpreter();
        let Some(first) = interpreter.first_builtins.take(self) else { return };
        let builtins = self.builtins.clone();
        let entries = builtins.pairs(self);
        builtins.clear(self);
        // The keys are strings, so nothing is asked that could fail.
        let _ = builtins.merge_dict(self, &first, true);
        drop(entries);
        self.run_pending();
    }

    /// Collects until nothing more is found: an object without references holds its class as well, which only
    /// then shows.
    fn collect_all_garbage(&mut self) {
        self.run_pending();
        while self.collect_garbage(2) != 0 {}
    }

    /// Says which dictionaries were the namespaces of modules: the order in which finalizers run at the end
    /// begins with what they hold.
    pub fn set_ending_namespaces(&mut self, namespaces: Vec<Ref<Dict>>) {
        let addresses = namespaces.iter().map(|dict| dict.address()).collect();
        self.collector.ending_namespaces.replace(addresses);
    }

    /// Puts garbage into the order in which CPython finalizes it at the end: its first collection has put
    /// what modules hold directly in front of what is held by that, and so on.
    pub(crate) fn order_of_end(&self, garbage: &[Ref]) -> Vec<Ref> {
        let mut waiting: VecDeque<Ref> = VecDeque::new();
        let mut left: HashMap<usize, &Ref> =
            garbage.iter().map(|object| (object.address(), object)).collect();
        let mut ordered = Vec::with_capacity(garbage.len());
        let namespaces = self.collector.ending_namespaces.borrow();
        let first = namespaces.iter().copied().chain(garbage.iter().map(|object| object.address()));
        for address in first {
            waiting.extend(left.remove(&address).cloned());
            while let Some(object) = waiting.pop_front() {
                Object::trace(&object, self, &mut |target: &Object, _| {
                    waiting.extend(left.remove(&target.address()).cloned());
                });
                ordered.push(object);
            }
        }
        ordered
    }

    /// What is called at certain events, and what native modules keep.
    fn let_go_of_hooks(&mut self) {
        fn empty<T>(vm: &mut Vm, slot: &Slot<T>) {
            drop(slot.take(vm));
        }
        self.set_system_module(None);
        self.set_async_generator_hooks(None, None);
        drop(std::mem::take(&mut self.module_state));
        drop(std::mem::take(&mut self.threads.values));
        self.handled.truncate(1);
        if let Some(first) = self.handled.first_mut() {
            drop(first.take());
        }
        let interpreter = self.interpreter();
        drop(interpreter.audit_hooks.replace(self, Vec::new()));
        drop(interpreter.monitoring.replace(self, super::Monitoring::default()));
        drop(interpreter.exit_callbacks.replace(self, Vec::new()));
        empty(self, &interpreter.collector.callbacks);
        empty(self, &interpreter.collector.garbage);
        interpreter.warnings.clear(self);
        interpreter.codecs.clear(self);
        self.modules.clone().clear(self);
    }

    /// What is alive although [`let_go_of_program`](Self::let_go_of_program) has let go of everything: empty if nothing
    /// is, else types, counts and some examples, one type a line.
    pub fn describe_left(&self) -> String {
        let interpreter = self.interpreter();
        let mut roots = |tracer: &mut Tracer<'_>| {
            interpreter.types.trace(tracer);
            interpreter.singletons.trace(tracer);
            interpreter.names.trace(tracer);
            interpreter.modules.trace(tracer);
            interpreter.builtins.trace(tracer);
        };
        let left = self.heap().unreached_from(self, &mut roots);
        let mut groups: BTreeMap<String, Vec<&Ref>> = BTreeMap::new();
        for object in &left {
            groups.entry(object.class().name(self)).or_default().push(object);
        }
        let lines = groups.iter().map(|(class, objects)| {
            let mut names: Vec<String> =
                objects.iter().filter_map(|object| self.own_name(object)).collect();
            names.truncate(EXAMPLES_MAX);
            let colon = if names.is_empty() { "" } else { ": " };
            format!("{} {class}{colon}{}", objects.len(), names.join(", "))
        });
        lines.collect::<Vec<String>>().join("\n")
    }

    fn own_name(&self, object: &Object) -> Option<String> {
        if let Some(class) = object.downcast::<Type>() {
            return Some(class.qualified_name(self));
        }
        if let Some(function) = object.downcast::<Function>() {
            return function.qualified_name.get().map(|name| name.to_string());
        }
        object.downcast::<Str>().map(|text| format!("{:.40}", text.to_string()))
    }
}
