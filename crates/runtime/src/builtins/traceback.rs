//! `traceback`: where an exception went through.

use std::cell::Cell;

use crate::builtins::FrameObject;
use crate::object::TypeSpec;
use crate::prelude::*;

/// One frame that an exception has left, or in which it was caught.
#[derive(Trace)]
pub struct Traceback {
    next: Slot<Traceback>,
    frame: Ref<FrameObject>,
    /// `tb_lasti`
    offset: Cell<i32>,
    /// The line that was given, 0 = none; without one it is that of the instruction.
    line: Option<u32>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "traceback(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nCreate a new traceback object.",
    slots: |slots| slots.new = Some(Traceback::NEW),
    methods: &[Traceback::METHODS],
    getsets: &[Traceback::GETSETS],
    ..TypeSpec::new::<Traceback>("traceback")
};

impl Traceback {
    /// A traceback that begins with this frame; what comes after is `next`, if that is a traceback. Without a line it
    /// has that of the instruction.
    pub fn object(
        vm: &Vm,
        next: Option<Ref>,
        frame: Ref<FrameObject>,
        instruction: usize,
        line: Option<u32>,
    ) -> Ref<Traceback> {
        let next = next.and_then(|next| next.downcast_ref::<Traceback>().ok());
        let traceback = Traceback {
            next: Slot::new(next),
            frame,
            offset: Cell::new(i32::try_from(instruction * 8).unwrap_or(i32::MAX)),
            line,
        };
        vm.new_object(&vm.types.traceback, traceback)
    }

    /// The frame.
    pub fn frame(&self) -> &Typed<FrameObject> {
        &self.frame
    }

    /// Puts what comes after this frame in the place of what came so far.
    pub(crate) fn set_next(&self, vm: &mut Vm, next: Option<Ref<Traceback>>) {
        self.next.set(vm, next);
    }

    /// The line, if it is known.
    pub fn line(&self) -> Option<u32> {
        match self.line {
            Some(line) => Some(line).filter(|&line| line != 0),
            None => self.frame.code.line(self.instruction()),
        }
    }

    /// Index of the instruction in the code of the frame.
    pub fn instruction(&self) -> usize {
        usize::try_from(self.offset.get()).unwrap_or(0) / 8
    }

    /// The next inner frame.
    pub fn next(&self) -> Option<Ref<Traceback>> {
        self.next.get()
    }
}

#[methods]
impl Traceback {
    #[method("__dir__(self, /)")]
    fn dir(vm: &mut Vm, _: &Typed<Self>) -> Vec<Ref> {
        let names = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"];
        names.map(|name| vm.intern(name).into_object()).to_vec()
    }

    #[constructor("traceback(tb_next, tb_frame, tb_lasti, tb_lineno)")]
    fn create(
        vm: &mut Vm,
        _class: &Typed<Type>,
        tb_next: NoneOr<&Typed<Traceback>>,
        tb_frame: &Typed<FrameObject>,
        tb_lasti: i32,
        tb_lineno: i32,
    ) -> Ref {
        let next = tb_next.value().map(|next| next.as_object().to_ref());
        let line = Some(u32::try_from(tb_lineno).unwrap_or(0));
        let traceback = Traceback::object(vm, next, tb_frame.to_ref(), 0, line);
        traceback.offset.set(tb_lasti);
        traceback.into_object()
    }

    #[getter("tb_next")]
    fn tb_next(vm: &mut Vm, traceback: &Typed<Traceback>) -> Option<Ref<Traceback>> {
        let _ = vm;
        traceback.next.get()
    }

    #[setter("tb_next")]
    fn set_tb_next(
        vm: &mut Vm,
        traceback: &Typed<Traceback>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let next = match value {
            None => return Err(vm.type_error("can't delete tb_next attribute")),
            Some(value) if vm.is_none(value) => None,
            Some(value) => match value.downcast::<Traceback>() {
                Some(next) => Some(next.to_ref()),
                None => {
                    let class = value.class().name(vm);
                    return Err(vm.type_error(format!("expected traceback object, got '{class}'")));
                }
            },
        };
        let mut link = next.clone();
        while let Some(inner) = link {
            if inner.is(traceback) {
                return Err(vm.value_error("traceback loop detected"));
            }
            link = inner.next.get();
        }
        traceback.next.set(vm, next);
        Ok(())
    }

    #[member("tb_frame")]
    fn tb_frame(vm: &mut Vm, traceback: &Typed<Traceback>) -> Ref<FrameObject> {
        let _ = vm;
        traceback.frame.clone()
    }

    #[member("tb_lasti")]
    fn tb_lasti(vm: &mut Vm, traceback: &Typed<Traceback>) -> i32 {
        let _ = vm;
        traceback.offset.get()
    }

    #[getter("tb_lineno")]
    fn tb_lineno(vm: &mut Vm, traceback: &Typed<Traceback>) -> Option<u32> {
        let _ = vm;
        traceback.line()
    }
}
