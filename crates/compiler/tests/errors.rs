//! Errors in source text: message and place, as CPython reports them (`errors.txt` is recorded from CPython 3.13; what
//! 3.14 says differently stands here).

use pellucid_compiler::{ErrorKind, Flags, Mode, Options, SyntaxError, compile};

fn report(source: &str) -> String {
    match compile(source, "<test>", &Options::default()) {
        Ok(_) => "ok".to_owned(),
        Err(SyntaxError { kind, message, line, column, end_line, end_column, .. }) => {
            format!("{kind:?}|{message}|{line}|{column}|{end_line}|{end_column}")
        }
    }
}

#[test]
fn errors_are_those_of_cpython() {
    let mut wrong = Vec::new();
    for record in include_str!("errors.txt").trim_end().split("\n---\n") {
        let (source, expected) = record.rsplit_once("\n=> ").expect("a record has a result");
        let got = report(source);
        if got != expected {
            wrong.push(format!("{source:?}\n  expected {expected}\n  got      {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unparenthesised_exception_types_are_allowed_since_3_14() {
    assert_eq!(report("try:\n pass\nexcept A, B:\n pass\n"), "ok");
}

fn error(source: &str) -> SyntaxError {
    compile(source, "<test>", &Options::default()).expect_err("has an error")
}

#[test]
fn interactive_input_can_be_incomplete() {
    let interactive = |source: &str| {
        let flags = Flags::ALLOW_INCOMPLETE_INPUT | Flags::DONT_IMPLY_DEDENT;
        let options = Options { mode: Mode::Single, flags, ..Options::default() };
        compile(source, "<test>", &options).map(|_| ()).map_err(|error| error.kind)
    };
    for source in ["if x:", "f(1,", "x = \"\"\"a", "try:\n  pass\n", "@a\n", "if x:\n  pass"] {
        assert_eq!(interactive(source), Err(ErrorKind::Incomplete), "{source:?}");
    }
    for source in ["x = 1", "x; y\n", "if x:\n  pass\n", ""] {
        assert_eq!(interactive(source), Ok(()), "{source:?}");
    }
    for source in ["x = ", "x = 1\ny = 2\n", "if x: pass\ny\n"] {
        assert_eq!(interactive(source), Err(ErrorKind::Syntax), "{source:?}");
    }
}

#[test]
fn deep_nesting_ends_in_an_error() {
    let brackets = format!("{}{}", "(".repeat(300), ")".repeat(300));
    assert_eq!(error(&brackets).message, "too many nested parentheses");
    let signs = format!("{}1", "-".repeat(100_000));
    assert_eq!(error(&signs).kind, ErrorKind::Memory);
    let sum = vec!["a"; 100_000].join("+");
    assert_eq!(error(&sum).kind, ErrorKind::Recursion);
}

#[test]
fn long_chains_compile() {
    for source in [
        vec!["a"; 10_000].join("+"),
        vec!["'a'"; 3000].join("+"),
        format!("a{}", "()".repeat(5000)),
        format!("if a: pass\n{}", "elif a: pass\n".repeat(3000)),
        format!("x = [{}]", (0..20_000).map(|it| format!("'k{it}', f, ")).collect::<String>()),
    ] {
        assert_eq!(report(&source), "ok");
    }
}

#[test]
fn warnings_are_given_once() {
    let source = "def f():\n    while 1 is x: pass\n    try: pass\n    finally: return '\\d'\n";
    let output = compile(source, "<test>", &Options::default()).expect("compiles");
    let messages: Vec<&str> = output.warnings.iter().map(|it| &*it.message).collect();
    assert_eq!(
        messages,
        [
            "\"\\d\" is an invalid escape sequence. Such sequences will not work in the future. Did you mean \"\\\\d\"? A raw string is also an option.",
            "\"is\" with 'int' literal. Did you mean \"==\"?",
            "'return' in a 'finally' block",
        ]
    );
}
