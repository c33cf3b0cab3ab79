"""Runs the tests of one module and writes what becomes of each, line by line, to a file.

usage: run_file.py MODULE RESULTS

A line is a word, a tab and what belongs to it. It is written before the next test starts, so
that the file tells the truth however the process ends:

    total     how many tests there are
    start     the id of a test
    passed, failed, error, skipped     the id of a test, a tab, one line on why
    import    why the module could not be imported
    done      how many tests were run
"""

import sys

sys.path.pop(0)
module_name, results_path = sys.argv[1:]
sys.argv[1:] = []
results = open(results_path, "w", encoding="utf-8", errors="backslashreplace")


def note(word, *parts):
    results.write("\t".join([word, *(part.replace("\t", " ").replace("\n", " ") for part in parts)]) + "\n")
    results.flush()


def one_line(error):
    kind, value, _ = error
    try:
        text = str(value)
    except Exception:
        text = "(no text)"
    lines = [line for line in text.split("\n") if line.strip()]
    return kind.__name__ + ": " + (lines[0][:200] if lines else "")


def prepare():
    """Lets the files of 3.13 run where CPython's C API is not, and where 3.14 differs.

    Nothing of this changes how CPython 3.13 itself runs them.
    """
    import builtins
    import types

    # Their data write to the `__annotations__` of a module under way, which 3.14 has no more (PEP 649).
    builtins.__annotations__ = {}
    # What they say of CPython's details (counts, sizes, messages) is what is wanted here as well.
    sys.implementation.name = "cpython"

    def stand_in(name):
        def attribute(wanted):
            if wanted.startswith("__"):
                raise AttributeError(wanted)

            def unavailable(*args, **kwargs):
                raise unittest.SkipTest(f"{name}.{wanted} is part of CPython's C API")
            return unavailable

        module = types.ModuleType(name)
        module.__getattr__ = attribute
        # Without it `test.support` counts the frames itself.
        def get_recursion_depth():
            raise ImportError("there is no C stack to measure")

        module.get_recursion_depth = get_recursion_depth
        # What lies before an object that is collected, and before one with a `__dict__` or weak references.
        module.SIZEOF_PYGC_HEAD = 16
        module.SIZEOF_MANAGED_PRE_HEADER = 16
        module.SIZEOF_PYOBJECT = 16
        # Nothing becomes immortal behind a program's back.
        module.suppress_immortalization = lambda suppress: None
        module.get_immortalize_deferred = lambda: False
        module.get_config = lambda: {"code_debug_ranges": 1}
        return module

    for name in "_testinternalcapi", "_testlimitedcapi", "_testsinglephase":
        try:
            __import__(name)
        except ImportError:
            sys.modules[name] = stand_in(name)
    # It calls a function of CPython's library while it is imported, unless there is no ctypes.
    if module_name == "test.test_code":
        sys.modules["ctypes"] = None


try:
    import unittest

    prepare()
    # What a whole run of CPython's tests leaves out unless asked: network, large files, long runs.
    from test import support

    support.use_resources = {}
    suite = unittest.defaultTestLoader.loadTestsFromName(module_name)
    if hasattr(unittest.loader, "_FailedTest"):
        for test in suite:
            if isinstance(test, unittest.loader._FailedTest):
                raise test._exception
except BaseException as error:
    skipped = type(error).__name__ == "SkipTest"
    note("skipped" if skipped else "import", *([module_name] if skipped else []),
         one_line((type(error), error, None)))
    if not skipped:
        import traceback
        traceback.print_exc()
    sys.exit(0 if skipped else 1)


class Notes(unittest.TestResult):
    """Writes one line a test: the worst of what happened to it and its subtests."""

    def startTest(self, test):
        super().startTest(test)
        self.worst = None
        note("start", test.id())

    def stopTest(self, test):
        super().stopTest(test)
        word, why = self.worst or ("passed", "")
        self.worst = None
        note(word, test.id(), why)

    def set(self, test, word, why):
        order = ["passed", "skipped", "failed", "error"]
        if not hasattr(test, "_testMethodName") and not hasattr(test, "_dt_test"):
            # Not a test, but the set-up or tear-down of a class or module.
            note(word, test.id(), why)
        elif self.worst is None or order.index(self.worst[0]) < order.index(word):
            self.worst = (word, why)

    def addError(self, test, error):
        super().addError(test, error)
        self.set(test, "error", one_line(error))
        self.print_last(self.errors)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.set(test, "failed", one_line(error))
        self.print_last(self.failures)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            failed = issubclass(error[0], test.failureException)
            self.set(test, "failed" if failed else "error", one_line(error))
            self.print_last(self.failures if failed else self.errors)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.set(test, "skipped", reason)

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        self.set(test, "passed", "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.set(test, "failed", "unexpected success")

    def print_last(self, pairs):
        test, text = pairs[-1]
        sys.__stderr__.write(f"{'=' * 70}\n{test}\n{text}\n")
        sys.__stderr__.flush()


note("total", str(suite.countTestCases()))
outcome = Notes()
suite.run(outcome)
note("done", str(outcome.testsRun))
