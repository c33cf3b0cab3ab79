//! `weakref.ProxyType` and `weakref.CallableProxyType`: what is done with them is done with the target.

use crate::builtins::weak_reference::WeakRef;
use crate::object::{BinaryOperator, Slots, TypeSpec};
use crate::prelude::*;

/// The type of proxies.
pub static SPEC: TypeSpec = TypeSpec {
    module: "weakref",
    slots,
    methods: &[Proxy::METHODS],
    ..TypeSpec::new::<WeakRef>("ProxyType")
};

/// The type of proxies of callables.
pub static CALLABLE_SPEC: TypeSpec = TypeSpec {
    module: "weakref",
    slots: |own| {
        slots(own);
        own.call = Some(|vm, object, args| {
            let target = target(vm, object)?;
            vm.call(&target, args)
        });
    },
    ..TypeSpec::new::<WeakRef>("CallableProxyType")
};

fn target(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    match object.downcast::<WeakRef>().and_then(|own| own.target()) {
        Some(target) => Ok(target),
        None => Err(vm.reference_error("weakly-referenced object no longer exists")),
    }
}

/// The operand itself, or what it is a proxy of.
fn unwrapped(vm: &mut Vm, operand: &Object) -> PyResult<Ref> {
    let proxy =
        operand.class_is(&vm.types.weak_proxy) || operand.class_is(&vm.types.weak_callable_proxy);
    if proxy { target(vm, operand) } else { Ok(operand.to_ref()) }
}

macro_rules! operators {
    ($slots:ident: $($slot:ident, $in_place:ident = $operator:ident;)*) => { $(
        $slots.$slot = Some(|vm, left, right| {
            let (left, right) = (unwrapped(vm, left)?, unwrapped(vm, right)?);
            vm.binary(&BinaryOperator::$operator, &left, &right)
        });
        $slots.$in_place = Some(|vm, left, right| {
            let (left, right) = (unwrapped(vm, left)?, unwrapped(vm, right)?);
            vm.in_place(&BinaryOperator::$operator, &left, &right)
        });
    )* };
}

macro_rules! unary {
    ($slots:ident: $($slot:ident = $sign:literal;)*) => { $(
        $slots.$slot = Some(|vm, object| {
            let target = target(vm, object)?;
            vm.unary($sign, |slots| slots.$slot, &target)
        });
    )* };
}

fn slots(slots: &mut Slots) {
    operators! { slots:
        add, in_place_add = ADD;
        subtract, in_place_subtract = SUBTRACT;
        multiply, in_place_multiply = MULTIPLY;
        matrix_multiply, in_place_matrix_multiply = MATRIX_MULTIPLY;
        true_divide, in_place_true_divide = TRUE_DIVIDE;
        floor_divide, in_place_floor_divide = FLOOR_DIVIDE;
        remainder, in_place_remainder = REMAINDER;
        shift_left, in_place_shift_left = SHIFT_LEFT;
        shift_right, in_place_shift_right = SHIFT_RIGHT;
        and, in_place_and = AND;
        or, in_place_or = OR;
        xor, in_place_xor = XOR;
    }
    unary! { slots:
        negative = "unary -";
        positive = "unary +";
        invert = "unary ~";
        absolute = "abs()";
    }
    slots.int = Some(|vm, object| {
        let (target, class) = (target(vm, object)?, vm.types.int.clone());
        vm.call_positional(class.as_object(), &[&target])
    });
    slots.float = Some(|vm, object| {
        let (target, class) = (target(vm, object)?, vm.types.float.clone());
        vm.call_positional(class.as_object(), &[&target])
    });
    slots.index = Some(|vm, object| {
        let target = target(vm, object)?;
        vm.index(&target).map(|index| index.into_object())
    });
    slots.divmod = Some(|vm, left, right| {
        let (left, right) = (unwrapped(vm, left)?, unwrapped(vm, right)?);
        vm.binary(&BinaryOperator::DIVMOD, &left, &right)
    });
    slots.power = Some(|vm, base, exponent, modulus| {
        let (base, exponent) = (unwrapped(vm, base)?, unwrapped(vm, exponent)?);
        vm.power(&base, &exponent, modulus)
    });
    slots.in_place_power = Some(|vm, base, exponent| {
        let (base, exponent) = (unwrapped(vm, base)?, unwrapped(vm, exponent)?);
        vm.in_place_power(&base, &exponent)
    });
    container_slots(slots);
    object_slots(slots);
}

fn container_slots(slots: &mut Slots) {
    slots.length = Some(|vm, object| {
        let target = target(vm, object)?;
        vm.length(&target)
    });
    slots.get_item = Some(|vm, object, key| {
        let target = target(vm, object)?;
        vm.get_item(&target, key)
    });
    slots.set_item = Some(|vm, object, key, value| {
        let target = target(vm, object)?;
        vm.set_item(&target, key, value)
    });
    slots.contains = Some(|vm, object, item| {
        let target = target(vm, object)?;
        vm.contains(&target, item)
    });
    slots.iter = Some(|vm, object| {
        let target = target(vm, object)?;
        vm.iterate(&target)
    });
    slots.next = Some(|vm, object| {
        let target = target(vm, object)?;
        if target.class().slots(vm).next.is_none() {
            let class = target.class().name(vm);
            return Err(
                vm.type_error(format!("Weakref proxy referenced a non-iterator '{class}' object"))
            );
        }
        vm.next(&target)
    });
}

fn object_slots(slots: &mut Slots) {
    slots.bool = Some(|vm, object| {
        let target = target(vm, object)?;
        vm.is_true(&target)
    });
    slots.str = Some(|vm, object| {
        let target = target(vm, object)?;
        vm.str(&target).map(|text| text.into_object())
    });
    slots.repr = Some(|vm, object| {
        let own = object.address();
        let Some(target) = object.downcast::<WeakRef>().and_then(|own| own.target()) else {
            return Ok(vm.new_str(&format!("<weakproxy at {own:#x}; dead>")).into_object());
        };
        let class = target.class().full_name(vm);
        let to = target.address();
        let text = format!("<weakproxy at {own:#x}; to '{class}' at {to:#x}>");
        Ok(vm.new_str(&text).into_object())
    });
    slots.get_attribute = Some(|vm, object, name| {
        let target = target(vm, object)?;
        vm.get_attribute(&target, name)
    });
    slots.set_attribute = Some(|vm, object, name, value| {
        let target = target(vm, object)?;
        vm.set_attribute(&target, name, value)
    });
    slots.compare = Some(|vm, left, right, comparison| {
        let (left, right) = (unwrapped(vm, left)?, unwrapped(vm, right)?);
        vm.compare(&left, &right, comparison)
    });
}

/// Holds the rows.
pub struct Proxy;

#[methods(owner = "weakref.ProxyType")]
impl Proxy {
    #[method("__bytes__(self, /)")]
    fn bytes(vm: &mut Vm, object: &Object) -> PyResult {
        let target = target(vm, object)?;
        let name = vm.names.__bytes__.clone();
        vm.call_method(&target, &name, &[])
    }

    #[method("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, object: &Object) -> PyResult {
        let target = target(vm, object)?;
        let name = vm.names.__reversed__.clone();
        vm.call_method(&target, &name, &[])
    }
}
