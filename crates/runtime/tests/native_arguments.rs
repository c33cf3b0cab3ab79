//! Binding and conversion of the arguments of native functions; the wording is CPython's.

use pellucid_macros::methods;
use pellucid_runtime::heap::{Object, Ref, Typed};
use pellucid_runtime::object::{Args, Index, Keywords, MethodDef, NoneOr, OwnedArgs};
use pellucid_runtime::prelude::{Int, Str, Tuple, Type};
use pellucid_runtime::{PyResult, Raised, Vm};
use pellucid_text::hash::HashKey;

/// Functions with the names and signatures of CPython's that do nothing.
struct Shapes;

#[methods(LIST, owner = "list")]
impl Shapes {
    /// Append object to the end of the list.
    ///
    /// In place.
    #[method("append(self, object, /)")]
    fn append(_: &mut Vm, _this: &Object, _object: &Object) {}
    #[method("clear(self, /)")]
    fn clear(_: &mut Vm, _this: &Object) {}
    #[method("pop(self, index=-1, /)")]
    fn pop(_: &mut Vm, _this: &Object, _index: Option<&Object>) {}
    #[method("insert(self, index, object, /)")]
    fn insert(_: &mut Vm, _this: &Object, _index: &Object, _object: &Object) {}
    #[method("index(self, value, start=0, stop=sys.maxsize, /)")]
    fn index(_: &mut Vm, _this: &Object, _value: &Object, _: Option<Ref>, _: Option<Ref>) {}
    #[method("sort(self, /, *, key=None, reverse=False)")]
    fn sort(_: &mut Vm, _this: &Object, _key: Option<&Object>, _reverse: Option<&Object>) {}
}

#[methods(STR, owner = "str")]
impl Shapes {
    #[method("split(self, sep=None, maxsplit=-1)")]
    fn split(_: &mut Vm, _this: &Object, _sep: Option<&Object>, _maxsplit: Option<&Object>) {}
    #[method("replace(self, old, new, /, count=-1)")]
    fn replace(_: &mut Vm, _: &Object, _old: &Object, _new: &Object, _count: Option<&Object>) {}
    #[method("expandtabs(self, tabsize=8)")]
    fn expand_tabs(_: &mut Vm, _this: &Object, _tabsize: Option<&Object>) {}
    #[static_method("maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)")]
    fn make_translation(_: &mut Vm, _x: &Object, _y: Option<&Object>, _z: Option<&Object>) {}
}

#[methods(DICT, owner = "dict")]
impl Shapes {
    #[class_method("fromkeys(cls, iterable, value=None, /)")]
    fn from_keys(_: &mut Vm, _class: &Object, _iterable: &Object, _value: Option<&Object>) {}
}

#[methods(MATH, owner = "math")]
impl Shapes {
    #[function("sqrt(x, /)")]
    fn sqrt(_: &mut Vm, _x: &Object) {}
    #[function("ldexp(x, i, /)")]
    fn ldexp(_: &mut Vm, _x: &Object, _i: &Object) {}
    #[function("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)")]
    fn isclose(_: &mut Vm, _a: &Object, _b: &Object, _: Option<f64>, _: Option<f64>) {}
    #[function("prod(iterable, /, *, start=1)")]
    fn prod(_: &mut Vm, _iterable: &Object, _start: Option<&Object>) {}
}

#[methods(BUILTINS, owner = "builtins")]
impl Shapes {
    #[function("abs(x, /)")]
    fn abs(_: &mut Vm, _x: &Object) {}
    #[function("pow(base, exp, mod=None)")]
    fn pow(_: &mut Vm, _base: &Object, _exp: &Object, _modulus: Option<&Object>) {}
    #[function("round(number, ndigits=None)")]
    fn round(_: &mut Vm, _number: &Object, _digits: Option<&Object>) {}
    #[function("sum(iterable, /, start=0)")]
    fn sum(_: &mut Vm, _iterable: &Object, _start: Option<&Object>) {}
    #[function(
        "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)"
    )]
    #[allow(clippy::too_many_arguments)]
    fn compile(
        _: &mut Vm,
        _source: &Object,
        _filename: &Object,
        _mode: &Object,
        _flags: Option<i32>,
        _dont_inherit: Option<bool>,
        _optimize: Option<i32>,
        _feature_version: Option<i32>,
    ) {
    }
    #[function("globals()")]
    fn globals(_: &mut Vm) {}
    #[function("print(*args, sep=' ', end='\\n', file=None, flush=False)")]
    fn print(
        _: &mut Vm,
        _args: &[Ref],
        _sep: Option<&Object>,
        _end: Option<&Object>,
        _file: Option<&Object>,
        _flush: Option<bool>,
    ) {
    }
}

#[methods(FLOAT)]
impl Shapes {
    #[constructor("float(x=0, /)")]
    fn float(_: &mut Vm, class: &Typed<Type>, _x: Option<&Object>) -> Ref {
        class.as_object().to_ref()
    }
    #[initializer("property(fget=None, fset=None, fdel=None, doc=None)")]
    fn property(
        _: &mut Vm,
        _this: &Object,
        _get: Option<&Object>,
        _set: Option<&Object>,
        _delete: Option<&Object>,
        _doc: Option<&Object>,
    ) -> PyResult<()> {
        Ok(())
    }
}

/// Functions that show what they were given.
struct Echo;

#[methods]
impl Echo {
    #[function("integers(byte=0, word=0, size=0, index=0)")]
    fn integers(
        _: &mut Vm,
        byte: Option<u8>,
        word: Option<i32>,
        size: Option<isize>,
        index: Option<Index>,
    ) -> Option<i64> {
        byte.map(i64::from)
            .or(word.map(i64::from))
            .or(size.map(|size| size as i64))
            .or(index.and_then(|Index(index)| index.to_i64()))
    }
    #[function("texts(first, second=None, /, *, third='')")]
    fn texts(
        _: &mut Vm,
        first: &Typed<Str>,
        second: Option<&Typed<Str>>,
        third: Option<NoneOr<&Typed<Str>>>,
    ) -> String {
        let third = third.and_then(NoneOr::value).map(Typed::to_string);
        format!("{} {:?} {third:?}", &**first, second.map(Typed::to_string))
    }
    #[function("everything(first, /, *args, option=None, **kwargs)")]
    fn everything(
        vm: &mut Vm,
        first: f64,
        args: &[Ref],
        option: Option<&Object>,
        kwargs: Keywords<'_>,
    ) -> PyResult<String> {
        let mut text = format!("{first} {} {}", args.len(), option.is_some());
        for (name, value) in kwargs.iter() {
            text.push_str(&format!(" {}={}", &**name, vm.class_name(value)));
        }
        Ok(text)
    }
    #[function("pair(letter, /)")]
    fn pair(_: &mut Vm, letter: char) -> (u64, Option<char>, bool) {
        (u64::MAX, Some(letter), letter.is_alphabetic())
    }
    #[method("itself(self, /)")]
    fn itself<'a>(_: &mut Vm, this: &'a Typed<Int>) -> &'a Typed<Int> {
        this
    }
    /// The number.
    #[getter("number")]
    fn number(_: &mut Vm, this: &Typed<Int>) -> Option<i64> {
        this.to_i64()
    }
    #[setter("number")]
    fn set_number(vm: &mut Vm, _this: &Typed<Int>, value: Option<&Object>) -> PyResult<()> {
        match value {
            Some(_) => Ok(()),
            None => Err(vm.type_error("cannot delete")),
        }
    }
}

fn machine() -> Vm {
    *Vm::new(HashKey::from_seed(0)).expect("an interpreter starts")
}

fn find(tables: &[&'static [MethodDef]], name: &str) -> &'static MethodDef {
    let mut rows = tables.iter().flat_map(|table| table.iter());
    rows.find(|row| row.name == name).unwrap_or_else(|| panic!("no function {name}"))
}

fn message(raised: &Raised) -> String {
    let args = raised.0.args.get().expect("an exception has arguments");
    args.items()[0].downcast::<Str>().expect("a message").to_string()
}

#[test]
fn binding_errors_read_as_in_cpython() {
    use pellucid_runtime::object::MethodKind::{Class, Instance};
    let mut vm = machine();
    let tables = [
        Shapes::LIST_METHODS,
        Shapes::STR_METHODS,
        Shapes::DICT_METHODS,
        Shapes::MATH_METHODS,
        Shapes::BUILTINS_METHODS,
    ];
    for &(name, positional, keywords, expected) in CASES {
        let row = find(&tables, name);
        let receiver = usize::from(matches!(row.kind, Instance | Class));
        let count = positional + keywords.len() + receiver;
        let values: Vec<Ref> = (0..count).map(|_| vm.new_int(1)).collect();
        let names: Vec<Ref> = keywords.iter().map(|name| vm.new_str(name).into_object()).collect();
        match (row.call)(&mut vm, Args::new(&values, &names)) {
            Ok(_) => panic!("{name} with {positional} and {keywords:?} is accepted"),
            Err(raised) => assert_eq!(message(&raised), expected),
        }
    }
}

#[test]
fn classes_word_their_errors_in_their_own_way() {
    let mut vm = machine();
    let class = vm.types.float.clone();
    let one = vm.new_int(1);
    let two = [one.clone(), one.clone()];
    assert!(Shapes::FLOAT_NEW(&mut vm, &class, Args::EMPTY).is_ok_and(|made| made.is(&*class)));
    let raised = Shapes::FLOAT_NEW(&mut vm, &class, Args::from_positional(&two)).unwrap_err();
    assert_eq!(message(&raised), "float expected at most 1 argument, got 2");
    let names = [vm.new_str("x").into_object()];
    let raised = Shapes::FLOAT_NEW(&mut vm, &class, Args::new(&two, &names)).unwrap_err();
    assert_eq!(message(&raised), "float() takes no keyword arguments");
    let raised = Shapes::FLOAT_INIT(&mut vm, &one, Args::new(&two, &names)).unwrap_err();
    assert_eq!(message(&raised), "property() got an unexpected keyword argument 'x'");
}

#[test]
fn arguments_can_be_put_together() {
    let mut vm = machine();
    let (one, two) = (vm.new_int(1), vm.new_int(2));
    let name = vm.new_str("x");
    let dict = vm.new_dict();
    dict.set_str(&mut vm, &name, two.clone());
    let given = [one.clone()];
    let mut args = OwnedArgs::with_first(&two, Args::from_positional(&given));
    args.extend_keywords(&mut vm, "f", &dict).expect("no name stands twice");
    args.push(vm.none());
    let lent = args.as_args();
    assert_eq!((lent.len(), lent.positional().len(), lent.keywords().len()), (4, 3, 1));
    assert!(lent.positional()[1].is(&*one) && vm.is_none(&lent.positional()[2]));
    assert!(lent.keyword("x").is_some_and(|value| value.is(&*two)) && lent.keyword("y").is_none());
    assert!(lent.without_first().positional()[0].is(&*one));
    let raised = args.extend_keywords(&mut vm, "f", &dict).unwrap_err();
    assert_eq!(message(&raised), "f() got multiple values for keyword argument 'x'");
}

/// The value of a result, without help of Python's own `repr`.
fn shown(object: &Object) -> String {
    if let Some(text) = object.downcast::<Str>() {
        text.to_string()
    } else if let Some(tuple) = object.downcast::<Tuple>() {
        tuple.items().iter().map(|item| shown(item)).collect::<Vec<_>>().join(", ")
    } else if let Some(int) = object.downcast::<Int>() {
        int.to_big().to_string()
    } else {
        "something else".into()
    }
}

/// Calls a function of `Echo`; gives the value of the result, or the message.
fn echo(vm: &mut Vm, name: &str, positional: &[Ref], keywords: &[(&str, Ref)]) -> String {
    let row = find(&[Echo::METHODS], name);
    let mut values = positional.to_vec();
    values.extend(keywords.iter().map(|(_, value)| value.clone()));
    let names: Vec<Ref> = keywords.iter().map(|(name, _)| vm.new_str(name).into_object()).collect();
    match (row.call)(vm, Args::new(&values, &names)) {
        Ok(result) => shown(&result),
        Err(raised) => message(&raised),
    }
}

#[test]
fn arguments_are_converted() {
    let mut vm = machine();
    let vm = &mut vm;
    let (one, none) = (vm.new_int(1), vm.none());
    let large = vm.new_int(1 << 40);
    let text = vm.new_str("ab").into_object();
    assert_eq!(echo(vm, "integers", std::slice::from_ref(&one), &[]), "1");
    assert_eq!(echo(vm, "integers", &[], &[("size", large.clone())]), "1099511627776");
    assert_eq!(echo(vm, "integers", &[], &[("index", large.clone())]), "1099511627776");
    let expected = "unsigned byte integer is greater than maximum";
    assert_eq!(echo(vm, "integers", std::slice::from_ref(&large), &[]), expected);
    let expected = "Python int too large to convert to C int";
    assert_eq!(echo(vm, "integers", &[], &[("word", large.clone())]), expected);
    let expected = "'str' object cannot be interpreted as an integer";
    assert_eq!(echo(vm, "integers", &[], &[("size", text.clone())]), expected);
    assert_eq!(echo(vm, "texts", std::slice::from_ref(&text), &[]), "ab None None");
    assert_eq!(echo(vm, "texts", &[text.clone(), none.clone()], &[]), "ab None None");
    let expected = "texts() argument 2 must be str or None, not int";
    assert_eq!(echo(vm, "texts", &[text.clone(), one.clone()], &[]), expected);
    let expected = "texts() argument 'third' must be str, not int";
    assert_eq!(echo(vm, "texts", std::slice::from_ref(&text), &[("third", one.clone())]), expected);
    assert_eq!(echo(vm, "texts", std::slice::from_ref(&text), &[("third", none)]), "ab None None");
    let many = [one.clone(), one.clone(), one.clone()];
    let keywords = [("x", one.clone()), ("option", one.clone()), ("first", text.clone())];
    assert_eq!(echo(vm, "everything", &many, &keywords), "1 2 true x=int first=str");
    assert_eq!(
        echo(vm, "everything", std::slice::from_ref(&text), &[]),
        "must be real number, not str"
    );
    let letter = vm.new_str("é").into_object();
    assert_eq!(echo(vm, "pair", &[letter], &[]), "18446744073709551615, é, 1");
    let expected = "pair() argument must be a unicode character, not int";
    assert_eq!(echo(vm, "pair", std::slice::from_ref(&one), &[]), expected);
    assert_eq!(echo(vm, "itself", &[one], &[]), "1");
    let expected = "descriptor 'itself' for 'int' objects doesn't apply to a 'str' object";
    assert_eq!(echo(vm, "itself", &[text], &[]), expected);
    assert_eq!(echo(vm, "itself", &[], &[]), "unbound method echo.itself() needs an argument");
}

#[test]
fn rows_say_what_was_declared() {
    let text = |table, name| find(&[table], name).signature.text;
    assert_eq!(text(Shapes::LIST_METHODS, "append"), Some("($self, object, /)"));
    assert_eq!(text(Shapes::LIST_METHODS, "clear"), Some("($self, /)"));
    let expected = "($self, /, *, key=None, reverse=False)";
    assert_eq!(text(Shapes::LIST_METHODS, "sort"), Some(expected));
    assert_eq!(text(Shapes::STR_METHODS, "split"), Some("($self, /, sep=None, maxsplit=-1)"));
    assert_eq!(text(Shapes::DICT_METHODS, "fromkeys"), Some("($type, iterable, value=None, /)"));
    let expected = "(x, y=<unrepresentable>, z=<unrepresentable>, /)";
    assert_eq!(text(Shapes::STR_METHODS, "maketrans"), Some(expected));
    let expected = "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)";
    assert_eq!(text(Shapes::BUILTINS_METHODS, "print"), Some(expected));
    let doc = find(&[Shapes::LIST_METHODS], "append").doc;
    assert_eq!(doc, "Append object to the end of the list.\n\nIn place.");
    let [number] = Echo::GETSETS else { panic!("one computed attribute") };
    assert_eq!((number.name, number.doc, number.set.is_some()), ("number", "The number.", true));
}

/// Function, number of positional arguments, keyword arguments, and what CPython 3.13 says to that.
#[rustfmt::skip] // One row a line.
const CASES: &[(&str, usize, &[&str], &str)] = &[
    ("append", 0, &[], "list.append() takes exactly one argument (0 given)"),
    ("append", 2, &[], "list.append() takes exactly one argument (2 given)"),
    ("append", 0, &["object"], "list.append() takes no keyword arguments"),
    ("append", 1, &["x"], "list.append() takes no keyword arguments"),
    ("clear", 1, &[], "list.clear() takes no arguments (1 given)"),
    ("clear", 0, &["x"], "list.clear() takes no keyword arguments"),
    ("pop", 2, &[], "pop expected at most 1 argument, got 2"),
    ("pop", 0, &["index"], "list.pop() takes no keyword arguments"),
    ("insert", 0, &[], "insert expected 2 arguments, got 0"),
    ("insert", 1, &[], "insert expected 2 arguments, got 1"),
    ("insert", 3, &[], "insert expected 2 arguments, got 3"),
    ("insert", 1, &["object"], "list.insert() takes no keyword arguments"),
    ("index", 0, &[], "index expected at least 1 argument, got 0"),
    ("index", 4, &[], "index expected at most 3 arguments, got 4"),
    ("sort", 1, &[], "sort() takes no positional arguments"),
    ("sort", 0, &["foo"], "sort() got an unexpected keyword argument 'foo'"),
    ("sort", 0, &["keys"], "sort() got an unexpected keyword argument 'keys'. Did you mean 'key'?"),
    ("sort", 0, &["key", "reverse", "foo"], "sort() takes at most 2 keyword arguments (3 given)"),
    ("split", 3, &[], "split() takes at most 2 arguments (3 given)"),
    ("split", 0, &["foo"], "split() got an unexpected keyword argument 'foo'"),
    ("split", 0, &["max_split"], "split() got an unexpected keyword argument 'max_split'. Did you mean 'maxsplit'?"),
    ("split", 2, &["maxsplit"], "split() takes at most 2 arguments (3 given)"),
    ("split", 1, &["sep"], "argument for split() given by name ('sep') and position (1)"),
    ("split", 0, &["sep", "maxsplit", "x"], "split() takes at most 2 keyword arguments (3 given)"),
    ("replace", 1, &[], "replace() takes at least 2 positional arguments (1 given)"),
    ("replace", 4, &[], "replace() takes at most 3 arguments (4 given)"),
    ("replace", 2, &["count", "x"], "replace() takes at most 3 arguments (4 given)"),
    ("replace", 0, &["old", "new"], "replace() takes at least 2 positional arguments (0 given)"),
    ("replace", 2, &["foo"], "replace() got an unexpected keyword argument 'foo'"),
    ("expandtabs", 2, &[], "expandtabs() takes at most 1 argument (2 given)"),
    ("expandtabs", 0, &["x", "tabsize"], "expandtabs() takes at most 1 keyword argument (2 given)"),
    ("expandtabs", 1, &["tabsize"], "expandtabs() takes at most 1 argument (2 given)"),
    ("fromkeys", 0, &[], "fromkeys expected at least 1 argument, got 0"),
    ("fromkeys", 3, &[], "fromkeys expected at most 2 arguments, got 3"),
    ("fromkeys", 0, &["x"], "dict.fromkeys() takes no keyword arguments"),
    ("maketrans", 0, &[], "maketrans expected at least 1 argument, got 0"),
    ("maketrans", 4, &[], "maketrans expected at most 3 arguments, got 4"),
    ("maketrans", 0, &["x"], "str.maketrans() takes no keyword arguments"),
    ("sqrt", 0, &[], "math.sqrt() takes exactly one argument (0 given)"),
    ("sqrt", 2, &[], "math.sqrt() takes exactly one argument (2 given)"),
    ("sqrt", 0, &["x"], "math.sqrt() takes no keyword arguments"),
    ("ldexp", 1, &[], "ldexp expected 2 arguments, got 1"),
    ("ldexp", 3, &[], "ldexp expected 2 arguments, got 3"),
    ("ldexp", 1, &["y"], "math.ldexp() takes no keyword arguments"),
    ("isclose", 1, &[], "isclose() missing required argument 'b' (pos 2)"),
    ("isclose", 3, &[], "isclose() takes exactly 2 positional arguments (3 given)"),
    ("isclose", 2, &["foo"], "isclose() got an unexpected keyword argument 'foo'"),
    ("isclose", 2, &["rel_to"], "isclose() got an unexpected keyword argument 'rel_to'. Did you mean 'rel_tol'?"),
    ("isclose", 0, &["a"], "isclose() missing required argument 'b' (pos 2)"),
    ("isclose", 2, &["rel_tol", "abs_tol", "x"], "isclose() takes at most 4 arguments (5 given)"),
    ("isclose", 1, &["a"], "isclose() missing required argument 'b' (pos 2)"),
    ("prod", 0, &[], "prod() takes exactly 1 positional argument (0 given)"),
    ("prod", 2, &[], "prod() takes exactly 1 positional argument (2 given)"),
    ("prod", 0, &["iterable"], "prod() takes exactly 1 positional argument (0 given)"),
    ("prod", 1, &["foo"], "prod() got an unexpected keyword argument 'foo'"),
    ("abs", 0, &[], "abs() takes exactly one argument (0 given)"),
    ("abs", 2, &[], "abs() takes exactly one argument (2 given)"),
    ("abs", 0, &["x"], "abs() takes no keyword arguments"),
    ("pow", 1, &[], "pow() missing required argument 'exp' (pos 2)"),
    ("pow", 4, &[], "pow() takes at most 3 arguments (4 given)"),
    ("pow", 0, &["base"], "pow() missing required argument 'exp' (pos 2)"),
    ("pow", 0, &["exp"], "pow() missing required argument 'base' (pos 1)"),
    ("pow", 1, &["base", "exp"], "argument for pow() given by name ('base') and position (1)"),
    ("pow", 2, &["foo"], "pow() got an unexpected keyword argument 'foo'"),
    ("round", 0, &[], "round() missing required argument 'number' (pos 1)"),
    ("round", 3, &[], "round() takes at most 2 arguments (3 given)"),
    ("round", 0, &["foo"], "round() missing required argument 'number' (pos 1)"),
    ("round", 1, &["number"], "argument for round() given by name ('number') and position (1)"),
    ("round", 1, &["ndigits", "foo"], "round() takes at most 2 arguments (3 given)"),
    ("sum", 0, &[], "sum() takes at least 1 positional argument (0 given)"),
    ("sum", 3, &[], "sum() takes at most 2 arguments (3 given)"),
    ("sum", 0, &["iterable"], "sum() takes at least 1 positional argument (0 given)"),
    ("sum", 0, &["iterable", "start"], "sum() takes at least 1 positional argument (0 given)"),
    ("sum", 1, &["star"], "sum() got an unexpected keyword argument 'star'. Did you mean 'start'?"),
    ("compile", 0, &[], "compile() missing required argument 'source' (pos 1)"),
    ("compile", 1, &[], "compile() missing required argument 'filename' (pos 2)"),
    ("compile", 2, &[], "compile() missing required argument 'mode' (pos 3)"),
    ("compile", 7, &[], "compile() takes at most 6 positional arguments (7 given)"),
    ("compile", 3, &["foo"], "compile() got an unexpected keyword argument 'foo'"),
    ("compile", 3, &["source"], "argument for compile() given by name ('source') and position (1)"),
    ("globals", 1, &[], "globals() takes no arguments (1 given)"),
    ("globals", 0, &["x"], "globals() takes no keyword arguments"),
    ("print", 1, &["foo"], "print() got an unexpected keyword argument 'foo'"),
    ("print", 2, &["ends"], "print() got an unexpected keyword argument 'ends'. Did you mean 'end'?"),
];
