//! The cases of the command line, one a row.
//!
//! Long: a table.

/// One way to call the command, and what has to come of it.
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// A line for the shell, with the program as `$PY`, instead of arguments.
    pub shell: Option<&'static str>,
    /// The arguments.
    pub arguments: &'static [&'static str],
    /// Files that lie in the folder it runs in.
    pub files: &'static [(&'static str, &'static [u8])],
    /// What it reads.
    pub stdin: &'static str,
    /// Environment variables.
    pub variables: &'static [(&'static str, &'static str)],
    /// All of standard output.
    pub stdout: &'static str,
    /// Parts of standard error; none means that it is empty.
    pub stderr: &'static [&'static str],
    /// `exit 0`, `signal 2`.
    pub ending: &'static str,
}

const EMPTY: Case = Case {
    name: "",
    shell: None,
    arguments: &[],
    files: &[],
    stdin: "",
    variables: &[],
    stdout: "",
    stderr: &[],
    ending: "exit 0",
};

/// Reads and writes at addresses that are nobody's, which must never end the process.
const FOREIGN_ADDRESSES: &[u8] = include_bytes!("foreign_addresses.py");

/// Lets grow what can grow.
const GROWING: &[u8] = include_bytes!("growing.py");
/// Touches a mapping whose file has become shorter.
const SHORTENED_MAPPING: &[u8] = include_bytes!("shortened_mapping.py");

const ARGUMENTS: &[u8] = b"import sys\nprint(__name__, sys.argv[1:])\n";

/// All of them.
pub const CASES: &[Case] = &[
    Case { name: "c", arguments: &["-c", "print(1 + 1)"], stdout: "2\n", ..EMPTY },
    Case {
        name: "c_arguments",
        arguments: &["-c", "import sys; print(sys.argv, __name__)", "a", "-b", "é"],
        stdout: "['-c', 'a', '-b', 'é'] __main__\n",
        ..EMPTY
    },
    Case {
        name: "c_syntax_error",
        arguments: &["-c", "x = ("],
        stderr: &["File \"<string>\", line 1", "SyntaxError: '(' was never closed"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "c_without_program",
        arguments: &["-c"],
        stderr: &["Argument expected for the -c option"],
        ending: "exit 2",
        ..EMPTY
    },
    Case {
        name: "c_traceback",
        arguments: &["-c", "def f(): 1 / 0\nf()"],
        stderr: &["File \"<string>\", line 2, in <module>", "ZeroDivisionError: division by zero"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "file",
        arguments: &["prog.py", "x", "--opt"],
        files: &[("prog.py", ARGUMENTS)],
        stdout: "__main__ ['x', '--opt']\n",
        ..EMPTY
    },
    Case {
        name: "virtual_environment",
        shell: Some(
            "mkdir -p e/bin e/lib/python3.14/site-packages other; ln -s \"$PY\" e/bin/python; \
             ln -s \"$PWD/e/bin/python\" other/snake; touch e/lib/python3.14/site-packages/inside.py; \
             echo home = /nowhere > e/pyvenv.cfg; PATH=\"$PWD/e/bin:$PATH\" python prog.py; \
             e/bin/python prog.py; other/snake prog.py; \"$PY\" -c 'import sys; print(sys.prefix == sys.base_prefix)'",
        ),
        files: &[(
            "prog.py",
            b"import sys, os, inside\nhere = os.getcwd()\nprint(*[os.path.relpath(path, here) for path in (sys.executable, sys.prefix, sys.exec_prefix)], sys.base_prefix != sys.prefix, sys.base_exec_prefix == sys.base_prefix, os.path.isabs(sys.executable + sys.prefix))\n",
        )],
        stdout: "e/bin/python e e True True True\ne/bin/python e e True True True\nother/snake e e True True True\nTrue\n",
        ..EMPTY
    },
    Case {
        name: "foreign_addresses",
        arguments: &["-W", "ignore", "prog.py"],
        files: &[("prog.py", FOREIGN_ADDRESSES)],
        stdout: "alive\n",
        ..EMPTY
    },
    Case {
        name: "memory_limit",
        arguments: &["--memory-limit", "64M", "prog.py"],
        files: &[("prog.py", GROWING)],
        stdout: "held\n",
        ..EMPTY
    },
    Case {
        name: "memory_limit_without_number",
        arguments: &["--memory-limit", "much", "prog.py"],
        stderr: &["pellucid: --memory-limit takes bytes, as 500000, 64M or 2G"],
        ending: "exit 2",
        ..EMPTY
    },
    Case {
        name: "shortened_mapping",
        arguments: &["prog.py"],
        files: &[("prog.py", SHORTENED_MAPPING)],
        stdout: "alive\n",
        ..EMPTY
    },
    Case {
        name: "file_imports_neighbour",
        arguments: &["sub/prog.py"],
        files: &[("sub/prog.py", b"import other\nprint(other.x)\n"), ("sub/other.py", b"x = 5\n")],
        stdout: "5\n",
        ..EMPTY
    },
    Case {
        name: "file_missing",
        arguments: &["nope.py"],
        stderr: &["can't open file", "nope.py", "[Errno 2] No such file or directory"],
        ending: "exit 2",
        ..EMPTY
    },
    Case {
        name: "file_with_nul",
        arguments: &["nul.py"],
        files: &[("nul.py", b"print(1)\n\0\n")],
        stderr: &["SyntaxError: source code cannot contain null bytes"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "file_not_utf8",
        arguments: &["latin.py"],
        files: &[("latin.py", b"x = '\xe9'\n")],
        stderr: &["SyntaxError:"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "file_with_coding",
        arguments: &["latin.py"],
        files: &[("latin.py", b"# -*- coding: latin-1 -*-\nprint('\xe9')\n")],
        stdout: "é\n",
        ..EMPTY
    },
    Case {
        name: "file_with_unknown_coding",
        arguments: &["odd.py"],
        files: &[("odd.py", b"# coding: no-such\n")],
        stderr: &["SyntaxError:", "no-such"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "file_with_mark",
        arguments: &["bom.py"],
        files: &[("bom.py", b"\xef\xbb\xbfprint('bom')\r\nprint('crlf')\r\n")],
        stdout: "bom\ncrlf\n",
        ..EMPTY
    },
    Case { name: "file_empty", arguments: &["e.py"], files: &[("e.py", b"")], ..EMPTY },
    Case {
        name: "file_binary",
        arguments: &["b.py"],
        files: &[("b.py", b"\x7fELF\x02\x01\x01\0\0\0\0\xff\xfe")],
        stderr: &["SyntaxError"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "folder_with_main",
        arguments: &["app", "x"],
        files: &[("app/__main__.py", ARGUMENTS)],
        stdout: "__main__ ['x']\n",
        ..EMPTY
    },
    Case {
        name: "folder_without_main",
        arguments: &["app"],
        files: &[("app/x.py", b"")],
        stderr: &["can't find '__main__' module in"],
        ending: "exit 1",
        ..EMPTY
    },
    Case { name: "stdin", stdin: "print('from stdin')\n", stdout: "from stdin\n", ..EMPTY },
    Case {
        name: "stdin_dash",
        arguments: &["-", "a"],
        stdin: "import sys\nprint(sys.argv)\n",
        stdout: "['-', 'a']\n",
        ..EMPTY
    },
    Case {
        name: "stdin_syntax_error",
        arguments: &["-"],
        stdin: "x = = 1\n",
        stderr: &["File \"<stdin>\", line 1", "SyntaxError: invalid syntax"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "m_module",
        arguments: &["-m", "mod", "x"],
        files: &[("mod.py", ARGUMENTS)],
        stdout: "__main__ ['x']\n",
        ..EMPTY
    },
    Case {
        name: "m_package",
        arguments: &["-m", "pk"],
        files: &[
            ("pk/__init__.py", b"print('init', __name__)\n"),
            ("pk/__main__.py", b"from . import x\nprint(__package__, x.v)\n"),
            ("pk/x.py", b"v = 3\n"),
        ],
        stdout: "init pk\npk 3\n",
        ..EMPTY
    },
    Case {
        name: "m_missing",
        arguments: &["-m", "no_such_module"],
        stderr: &["No module named no_such_module"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "m_package_without_main",
        arguments: &["-m", "pk"],
        files: &[("pk/__init__.py", b"")],
        stderr: &["No module named pk.__main__; 'pk' is a package and cannot be directly executed"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "m_standard_module",
        arguments: &["-m", "json.tool", "--compact"],
        stdin: "{\"a\": [1, 2]}",
        stdout: "{\"a\":[1,2]}\n",
        ..EMPTY
    },
    Case {
        name: "exit_code",
        arguments: &["-c", "import sys; sys.exit(5)"],
        ending: "exit 5",
        ..EMPTY
    },
    Case {
        name: "exit_code_wraps",
        arguments: &["-c", "import sys; sys.exit(259)"],
        ending: "exit 3",
        ..EMPTY
    },
    Case { name: "exit_none", arguments: &["-c", "raise SystemExit"], ..EMPTY },
    Case { name: "exit_true", arguments: &["-c", "exit(True)"], ending: "exit 1", ..EMPTY },
    Case {
        name: "exit_text",
        arguments: &["-c", "raise SystemExit('bye')"],
        stderr: &["bye\n"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "exit_immediately",
        arguments: &["-c", "import os; os._exit(4)"],
        ending: "exit 4",
        ..EMPTY
    },
    Case {
        name: "uncaught",
        arguments: &["-c", "print('out'); raise ValueError('v')"],
        stdout: "out\n",
        stderr: &["ValueError: v"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "keyboard_interrupt",
        arguments: &[
            "-c",
            "import os, signal; os.kill(os.getpid(), signal.SIGINT)\nwhile True: pass",
        ],
        stderr: &["KeyboardInterrupt"],
        ending: "signal 2",
        ..EMPTY
    },
    Case {
        name: "input",
        arguments: &["-c", "print(input('? '))"],
        stdin: "hi\n",
        stdout: "? hi\n",
        ..EMPTY
    },
    Case {
        name: "input_at_end",
        arguments: &["-c", "input()"],
        stderr: &["EOFError: EOF when reading a line"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "optimised",
        arguments: &["-O", "-c", "assert False; print(__debug__)"],
        stdout: "False\n",
        ..EMPTY
    },
    Case {
        name: "optimised_twice",
        arguments: &["-OO", "-c", "def f(): 'doc'\nprint(f.__doc__)"],
        stdout: "None\n",
        ..EMPTY
    },
    Case {
        name: "warnings_as_errors",
        arguments: &["-W", "error", "-c", "import warnings; warnings.warn('w')"],
        stderr: &["UserWarning: w"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "warnings_ignored",
        arguments: &["-Wignore", "-c", "import warnings; warnings.warn('w'); print('quiet')"],
        stdout: "quiet\n",
        ..EMPTY
    },
    Case {
        name: "flags",
        arguments: &[
            "-EBsuq",
            "-c",
            "import sys; f = sys.flags; print(f.ignore_environment, f.dont_write_bytecode, f.no_user_site, f.quiet)",
        ],
        stdout: "1 1 1 1\n",
        ..EMPTY
    },
    Case {
        name: "isolated",
        arguments: &["-I", "-c", "import sys; print(sys.flags.isolated, '' in sys.path)"],
        stdout: "1 False\n",
        ..EMPTY
    },
    Case {
        name: "without_site",
        arguments: &["-S", "-c", "import sys; print('site' in sys.modules)"],
        stdout: "False\n",
        ..EMPTY
    },
    Case {
        name: "interactive_after",
        arguments: &["-i", "-q", "-c", "x = 5"],
        stdin: "print(x)\n",
        stdout: "5\n",
        stderr: &[">>> "],
        ..EMPTY
    },
    Case {
        name: "x_option",
        arguments: &["-X", "mine=1", "-c", "import sys; print(sys._xoptions['mine'])"],
        stdout: "1\n",
        ..EMPTY
    },
    Case {
        name: "unknown_option",
        arguments: &["-Z"],
        stderr: &["Unknown option"],
        ending: "exit 2",
        ..EMPTY
    },
    Case {
        name: "python_path",
        arguments: &["-c", "import there; print(there.v)"],
        files: &[("lib/there.py", b"v = 7\n")],
        variables: &[("PYTHONPATH", "lib")],
        stdout: "7\n",
        ..EMPTY
    },
    Case {
        name: "python_path_ignored",
        arguments: &["-E", "-c", "import there"],
        files: &[("lib/there.py", b"v = 7\n")],
        variables: &[("PYTHONPATH", "lib")],
        stderr: &["ModuleNotFoundError: No module named 'there'"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "hash_seed",
        arguments: &["-c", "print(hash('abc'))"],
        variables: &[("PYTHONHASHSEED", "1")],
        stdout: "-4667308735975688587\n",
        ..EMPTY
    },
    Case {
        name: "hash_seed_bad",
        arguments: &["-c", "pass"],
        variables: &[("PYTHONHASHSEED", "x")],
        stderr: &["PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]"],
        ending: "exit 1",
        ..EMPTY
    },
    Case { name: "stdout_closed", shell: Some("\"$PY\" -c 'print(1)' >&-"), ..EMPTY },
    Case {
        name: "stdout_full",
        shell: Some("\"$PY\" -c 'print(1)' >/dev/full"),
        stderr: &["OSError: [Errno 28] No space left on device"],
        ending: "exit 120",
        ..EMPTY
    },
    Case {
        name: "write_to_full_disk",
        arguments: &["-c", "open('/dev/full', 'w').write('x' * 1000000)"],
        stderr: &["OSError: [Errno 28] No space left on device"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "broken_pipe",
        shell: Some("\"$PY\" -c 'for i in range(100000): print(i)' | head -1"),
        stdout: "0\n",
        stderr: &["BrokenPipeError: [Errno 32] Broken pipe"],
        ..EMPTY
    },
    Case {
        name: "stdin_closed",
        shell: Some("\"$PY\" -c 'import sys; print(sys.stdin)' <&-"),
        stdout: "None\n",
        ..EMPTY
    },
    Case {
        name: "stderr_closed",
        shell: Some("\"$PY\" -c 'raise ValueError' 2>&-"),
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "argument_not_utf8",
        shell: Some("\"$PY\" -c 'import sys; print(ascii(sys.argv[1]))' \"$(printf '\\377')\""),
        stdout: "'\\udcff'\n",
        ..EMPTY
    },
    Case {
        name: "recursion_in_python",
        arguments: &["-c", "def f(): f()\nf()"],
        stderr: &["RecursionError: maximum recursion depth exceeded", "[Previous line repeated"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "recursion_in_repr",
        arguments: &["-c", "class A:\n def __repr__(self): return repr(self)\nrepr(A())"],
        stderr: &["RecursionError"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "nested_parentheses",
        shell: Some("\"$PY\" -c \"$(\"$PY\" -c 'print(\"(\" * 20000)')\""),
        stderr: &["Error"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "huge_string",
        arguments: &["-c", "'x' * 10**18"],
        stderr: &["MemoryError"],
        ending: "exit 1",
        ..EMPTY
    },
    Case {
        name: "verifier_quiet_after_cycles",
        arguments: &["-c", "a = []; a.append(a); del a; import sys; sys.exit(0)"],
        ..EMPTY
    },
];
