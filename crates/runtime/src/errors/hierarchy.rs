//! The builtin exception classes: name, base and documentation of each.

use crate::builtins::object;
use crate::errors::{BaseException, ImportError, NameError, OsError, SyntaxError};
use crate::object::{TypeFlags, TypeSpec};

pub use crate::errors::group::{BASE_SPEC as BASE_EXCEPTION_GROUP, SPEC as EXCEPTION_GROUP};
pub use crate::errors::import_error::SPEC as IMPORT_ERROR;
pub use crate::errors::key_error::SPEC as KEY_ERROR;
pub use crate::errors::name_error::{ATTRIBUTE_SPEC as ATTRIBUTE_ERROR, NAME_SPEC as NAME_ERROR};
pub use crate::errors::os_error::SPEC as OS_ERROR;
pub use crate::errors::stop_iteration::SPEC as STOP_ITERATION;
pub use crate::errors::syntax_error::SPEC as SYNTAX_ERROR;
pub use crate::errors::system_exit::SPEC as SYSTEM_EXIT;
pub use crate::errors::unicode_error::{
    DECODE_SPEC as UNICODE_DECODE_ERROR, ENCODE_SPEC as UNICODE_ENCODE_ERROR,
    TRANSLATE_SPEC as UNICODE_TRANSLATE_ERROR,
};

/// Rows of classes that add nothing to their base, whose payload is named first.
macro_rules! hierarchy {
    ($payload:ty, $fill:expr; $($name:ident = $python:literal: $base:path, $doc:literal;)*) => { $(
        #[doc = $doc]
        pub static $name: TypeSpec = TypeSpec {
            base: Some(&$base),
            doc: $doc,
            flags: TypeFlags::BASE_TYPE,
            has_dict: true,
            slots: $fill,
            ..TypeSpec::new::<$payload>($python)
        };
    )* };
}

/// Common base class for all exceptions
pub static BASE_EXCEPTION: TypeSpec = TypeSpec {
    base: Some(&object::SPEC),
    doc: "Common base class for all exceptions",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::EXCEPTION),
    has_dict: true,
    slots: super::base::fill,
    methods: &[BaseException::METHODS],
    getsets: &[BaseException::GETSETS],
    ..TypeSpec::new::<BaseException>("BaseException")
};

hierarchy! {
    BaseException, |slots| slots.new = Some(super::base::new);
    GENERATOR_EXIT = "GeneratorExit": BASE_EXCEPTION, "Request that a generator exit.";
    KEYBOARD_INTERRUPT = "KeyboardInterrupt": BASE_EXCEPTION, "Program interrupted by user.";
    EXCEPTION = "Exception": BASE_EXCEPTION, "Common base class for all non-exit exceptions.";
    ARITHMETIC_ERROR = "ArithmeticError": EXCEPTION, "Base class for arithmetic errors.";
    FLOATING_POINT_ERROR = "FloatingPointError": ARITHMETIC_ERROR, "Floating-point operation failed.";
    OVERFLOW_ERROR = "OverflowError": ARITHMETIC_ERROR, "Result too large to be represented.";
    ZERO_DIVISION_ERROR = "ZeroDivisionError": ARITHMETIC_ERROR, "Second argument to a division or modulo operation was zero.";
    ASSERTION_ERROR = "AssertionError": EXCEPTION, "Assertion failed.";
    BUFFER_ERROR = "BufferError": EXCEPTION, "Buffer error.";
    EOF_ERROR = "EOFError": EXCEPTION, "Read beyond end of file.";
    LOOKUP_ERROR = "LookupError": EXCEPTION, "Base class for lookup errors.";
    INDEX_ERROR = "IndexError": LOOKUP_ERROR, "Sequence index out of range.";
    MEMORY_ERROR = "MemoryError": EXCEPTION, "Out of memory.";
    REFERENCE_ERROR = "ReferenceError": EXCEPTION, "Weak ref proxy used after referent went away.";
    RUNTIME_ERROR = "RuntimeError": EXCEPTION, "Unspecified run-time error.";
    NOT_IMPLEMENTED_ERROR = "NotImplementedError": RUNTIME_ERROR, "Method or function hasn't been implemented yet.";
    PYTHON_FINALIZATION_ERROR = "PythonFinalizationError": RUNTIME_ERROR, "Operation blocked during Python finalization.";
    RECURSION_ERROR = "RecursionError": RUNTIME_ERROR, "Recursion limit exceeded.";
    STOP_ASYNC_ITERATION = "StopAsyncIteration": EXCEPTION, "Signal the end from iterator.__anext__().";
    SYSTEM_ERROR = "SystemError": EXCEPTION, "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
    TYPE_ERROR = "TypeError": EXCEPTION, "Inappropriate argument type.";
    VALUE_ERROR = "ValueError": EXCEPTION, "Inappropriate argument value (of correct type).";
    UNICODE_ERROR = "UnicodeError": VALUE_ERROR, "Unicode related error.";
    WARNING = "Warning": EXCEPTION, "Base class for warning categories.";
    BYTES_WARNING = "BytesWarning": WARNING, "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
    DEPRECATION_WARNING = "DeprecationWarning": WARNING, "Base class for warnings about deprecated features.";
    ENCODING_WARNING = "EncodingWarning": WARNING, "Base class for warnings about encodings.";
    FUTURE_WARNING = "FutureWarning": WARNING, "Base class for warnings about constructs that will change semantically\nin the future.";
    IMPORT_WARNING = "ImportWarning": WARNING, "Base class for warnings about probable mistakes in module imports";
    PENDING_DEPRECATION_WARNING = "PendingDeprecationWarning": WARNING, "Base class for warnings about features which will be deprecated\nin the future.";
    RESOURCE_WARNING = "ResourceWarning": WARNING, "Base class for warnings about resource usage.";
    RUNTIME_WARNING = "RuntimeWarning": WARNING, "Base class for warnings about dubious runtime behavior.";
    SYNTAX_WARNING = "SyntaxWarning": WARNING, "Base class for warnings about dubious syntax.";
    UNICODE_WARNING = "UnicodeWarning": WARNING, "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    USER_WARNING = "UserWarning": WARNING, "Base class for warnings generated by user code.";
}

hierarchy! {
    ImportError, |_| {};
    MODULE_NOT_FOUND_ERROR = "ModuleNotFoundError": IMPORT_ERROR, "Module not found.";
}

hierarchy! {
    NameError, |_| {};
    UNBOUND_LOCAL_ERROR = "UnboundLocalError": NAME_ERROR, "Local name referenced but not bound to a value.";
}

hierarchy! {
    OsError, |_| {};
    BLOCKING_IO_ERROR = "BlockingIOError": OS_ERROR, "I/O operation would block.";
    CHILD_PROCESS_ERROR = "ChildProcessError": OS_ERROR, "Child process error.";
    CONNECTION_ERROR = "ConnectionError": OS_ERROR, "Connection error.";
    BROKEN_PIPE_ERROR = "BrokenPipeError": CONNECTION_ERROR, "Broken pipe.";
    CONNECTION_ABORTED_ERROR = "ConnectionAbortedError": CONNECTION_ERROR, "Connection aborted.";
    CONNECTION_REFUSED_ERROR = "ConnectionRefusedError": CONNECTION_ERROR, "Connection refused.";
    CONNECTION_RESET_ERROR = "ConnectionResetError": CONNECTION_ERROR, "Connection reset.";
    FILE_EXISTS_ERROR = "FileExistsError": OS_ERROR, "File already exists.";
    FILE_NOT_FOUND_ERROR = "FileNotFoundError": OS_ERROR, "File not found.";
    INTERRUPTED_ERROR = "InterruptedError": OS_ERROR, "Interrupted by signal.";
    IS_A_DIRECTORY_ERROR = "IsADirectoryError": OS_ERROR, "Operation doesn't work on directories.";
    NOT_A_DIRECTORY_ERROR = "NotADirectoryError": OS_ERROR, "Operation only works on directories.";
    PERMISSION_ERROR = "PermissionError": OS_ERROR, "Not enough permissions.";
    PROCESS_LOOKUP_ERROR = "ProcessLookupError": OS_ERROR, "Process not found.";
    TIMEOUT_ERROR = "TimeoutError": OS_ERROR, "Timeout expired.";
}

hierarchy! {
    SyntaxError, |_| {};
    INCOMPLETE_INPUT_ERROR = "_IncompleteInputError": SYNTAX_ERROR, "incomplete input.";
    INDENTATION_ERROR = "IndentationError": SYNTAX_ERROR, "Improper indentation.";
    TAB_ERROR = "TabError": INDENTATION_ERROR, "Improper mixture of spaces and tabs.";
}
