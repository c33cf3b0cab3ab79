import sys
print(sys.maxsize, sys.maxunicode, sys.byteorder, sys.hash_info.width, sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.algorithm, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.int_info.bits_per_digit, sys.int_info.default_max_str_digits, sys.platform, sys.implementation.name if False else "", sys.argv[1:], sys.argv[0].endswith("sys_module.py"), sys.flags.optimize, sys.flags.hash_randomization, sys.dont_write_bytecode, sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.float_repr_style, sys.stdout.encoding, sys.stdin.fileno(), sys.stderr.errors, sys.path[0].endswith("stdlib"), "sys" in sys.builtin_module_names, "json" in sys.stdlib_module_names, sys.api_version, len(sys.version_info), sys.version_info.releaselevel, sys.thread_info.name, sys.is_finalizing(), sys.exc_info(), sys.gettrace(), sys.getswitchinterval(), sys.hexversion >> 24, sys.copyright[:9], callable(sys.displayhook))
sys.displayhook(None); sys.displayhook("shown")
import builtins
print(builtins._, sys.intern("a b"), sys.getrefcount([]), sys.call_tracing(len, ("ab",)), sys.get_int_max_str_digits())
sys.set_int_max_str_digits(640)
try:
    str(10 ** 700)
except ValueError as e:
    print(e)
sys.set_int_max_str_digits(0)
print(len(str(10 ** 5000)))
old = sys.stdout
import io
sys.stdout = io.StringIO()
print("captured")
got, sys.stdout = sys.stdout.getvalue(), old
print(repr(got))
calls = []
def trace(frame, event, arg):
    if frame.f_code.co_name == "traced": calls.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace
def traced(x):
    y = x + 1
    for i in range(2):
        y += i
    return y
sys.settrace(trace); traced(1); sys.settrace(None)
print(calls)
prof = []
sys.setprofile(lambda f, e, a: prof.append((e, f.f_code.co_name if e in ("call", "return") else a.__name__)))
len("x"); traced(1)
sys.setprofile(None)
print(prof)
sys.addaudithook(lambda n, a: print("audit", n, a) if n == "mine" else None)
sys.audit("mine", 1, 2)
try:
    sys.exit([1])
except SystemExit as e:
    print(e.code)
print(sys._getframe().f_code.co_name, sys.getsizeof(1), sys.audit.__name__, sys.unraisablehook is sys.__unraisablehook__, sys.orig_argv[0] != "" )
