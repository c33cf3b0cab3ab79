//! Plain data, functions and modules go between Python and the program around it.

use std::sync::{Arc, Mutex};

use pellucid::{EmbeddedModule, Interpreter, Settings, Value};

static MODULES: &[EmbeddedModule] = &[
    EmbeddedModule { name: "shop", is_package: true, source: "from . import prices\n" },
    EmbeddedModule {
        name: "shop.prices",
        is_package: false,
        source: "import _pellucid_host\n\
                 def same(*values): return values\n\
                 def ask(name, *values): return _pellucid_host.call(name, *values)\n\
                 def no_data(): return object()\n\
                 def deep():\n    value = []\n    value.append(value)\n    return value\n\
                 def fails(): raise KeyError('milk')\n",
    },
];

fn interpreter() -> Interpreter {
    let settings = Settings {
        library_path: "/library".to_owned(),
        module_search_paths: vec!["/library".to_owned()],
        ..Settings::default()
    };
    let mut interpreter = Interpreter::start(settings, Some(0)).expect("it starts");
    interpreter.add_modules(MODULES);
    interpreter
}

#[test]
fn data_comes_back_as_it_went() {
    let mut interpreter = interpreter();
    let values = vec![
        Value::None,
        Value::Bool(true),
        Value::Int(i64::MIN),
        Value::Float(0.5),
        Value::Str("hä🐍".to_owned()),
        Value::Bytes(vec![0, 255]),
        Value::List(vec![Value::Int(1), Value::List(Vec::new())]),
        Value::Dict(vec![("z".to_owned(), Value::Int(1)), ("a".to_owned(), Value::None)]),
    ];
    let answer = interpreter.call("shop.prices", "same", values.clone());
    assert_eq!(answer, Ok(Value::List(values)));
    assert!(interpreter.finish().flushed);
}

#[test]
fn python_calls_the_program() {
    let mut interpreter = interpreter();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keeps = seen.clone();
    interpreter.add_function("keep", move |values| {
        keeps.lock().map_err(|_| "poisoned")?.push(values.to_vec());
        Ok(Value::Int(values.len() as i64))
    });
    interpreter.add_function("refuse", |_| Err("not today".to_owned()));
    let arguments = vec!["keep".into(), "milk".into(), 3.into()];
    assert_eq!(interpreter.call("shop.prices", "ask", arguments), Ok(Value::Int(2)));
    let kept = seen.lock().expect("nobody has panicked").clone();
    assert_eq!(kept, [vec![Value::from("milk"), Value::from(3)]]);
    let refused = interpreter.call("shop.prices", "ask", vec!["refuse".into()]);
    assert_eq!(refused, Err("RuntimeError: not today".to_owned()));
    let missing = interpreter.call("shop.prices", "ask", vec!["missing".into()]);
    assert!(missing.is_err_and(|message| message.contains("has no function 'missing'")));
    interpreter.finish();
}

#[test]
fn what_goes_wrong_is_an_error() {
    let mut interpreter = interpreter();
    let mut message = |function| interpreter.call("shop.prices", function, Vec::new()).unwrap_err();
    assert_eq!(message("fails"), "KeyError: 'milk'");
    assert_eq!(message("no_data"), "TypeError: the host cannot take a value of type 'object'");
    assert_eq!(message("deep"), "ValueError: the value is nested too deeply for the host");
    assert!(message("nothing").starts_with("AttributeError"));
    assert!(interpreter.call("no_such_module", "f", Vec::new()).is_err());
    interpreter.finish();
}
