//! An interpreter comes to life and its builtin types answer.
#![allow(clippy::unwrap_used)]

use pellucid_runtime::Vm;
use pellucid_text::hash::HashKey;

#[test]
fn builtin_types_are_ready() {
    let mut vm = *Vm::new(HashKey::from_seed(0)).unwrap();
    let number = vm.new_int(1_000_000);
    assert_eq!(vm.repr(&number).unwrap().to_string(), "1000000");
    let object = vm.types.object.clone();
    let name = vm.intern("__repr__");
    let method = vm.get_attribute(&number, &name).unwrap();
    let text = vm.call_positional(&method, &[]).unwrap();
    assert_eq!(vm.str(&text).unwrap().to_string(), "1000000");
    assert!(object.ref_count() > 1);
}
