//! The builtin types of an interpreter, by name.

use pellucid_heap::{Label, Ref, Trace, Tracer};

use crate::builtins::*;
use crate::errors::hierarchy as errors;
use crate::object::{Type, TypeSpec, shared_names};

macro_rules! types {
    ($($name:ident: $spec:path;)*) => {
        /// The builtin types: each made once for an interpreter, bases before what derives from them.
        #[allow(missing_docs)]
        pub struct Types { $(pub $name: Ref<Type>,)* }

        impl Trace for Types {
            // A derived implementation would be a hundred kilobytes of code.
            fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
                [$(&self.$name,)*].into_iter().for_each(|class| class.trace_as(label, tracer));
            }
        }

        impl Types {
            /// The rows of all builtin types, in the order in which they are made.
            pub(crate) const SPECS: &'static [&'static TypeSpec] = &[$(&$spec,)*];

            /// From the types made of `SPECS`, in that order.
            pub(crate) fn from_list(list: Vec<Ref<Type>>) -> Types {
                let mut list = list.into_iter();
                Types { $($name: list.next().expect("one type for each row"),)* }
            }

            /// All of them, in the order of `SPECS`.
            pub(crate) fn all(&self) -> Vec<Ref<Type>> {
                vec![$(self.$name.clone(),)*]
            }
        }
    };
}

types! {
    object: object::SPEC;
    type_: type_::SPEC;
    none_type: none::SPEC;
    not_implemented_type: not_implemented::SPEC;
    ellipsis_type: ellipsis::SPEC;
    int: int::SPEC;
    bool: bool::SPEC;
    complex: complex::SPEC;
    float: float::SPEC;
    str: str::SPEC;
    bytes: bytes::SPEC;
    bytearray: byte_array::SPEC;
    memoryview: memory_view::SPEC;
    str_ascii_iterator: str::ASCII_ITERATOR_SPEC;
    str_iterator: str::ITERATOR_SPEC;
    bytes_iterator: bytes::ITERATOR_SPEC;
    bytearray_iterator: byte_array::ITERATOR_SPEC;
    memory_iterator: memory_view::ITERATOR_SPEC;
    tuple: tuple::SPEC;
    list: list::SPEC;
    dict: dict::SPEC;
    set: set::SPEC;
    frozenset: set::FROZEN_SPEC;
    slice: slice::SPEC;
    range: range::SPEC;
    list_iterator: list::iter::SPEC;
    list_reverse_iterator: list::iter::REVERSE_SPEC;
    tuple_iterator: tuple::iter::SPEC;
    dict_keys: dict::views::KEYS_SPEC;
    dict_values: dict::views::VALUES_SPEC;
    dict_items: dict::views::ITEMS_SPEC;
    dict_key_iterator: dict::iter::KEY_SPEC;
    dict_value_iterator: dict::iter::VALUE_SPEC;
    dict_item_iterator: dict::iter::ITEM_SPEC;
    dict_reverse_key_iterator: dict::iter::REVERSE_KEY_SPEC;
    dict_reverse_value_iterator: dict::iter::REVERSE_VALUE_SPEC;
    dict_reverse_item_iterator: dict::iter::REVERSE_ITEM_SPEC;
    shared_names: shared_names::SPEC;
    set_iterator: set::iter::SPEC;
    range_iterator: range::iter::SPEC;
    long_range_iterator: range::iter::LONG_SPEC;
    enumerate: enumerate::SPEC;
    reversed: reversed::SPEC;
    filter: filter::SPEC;
    map: map::SPEC;
    zip: zip::SPEC;
    callable_iterator: callable_iterator::SPEC;
    iterator: iterator::SPEC;
    builtin_function: builtin_function::SPEC;
    method_descriptor: method_descriptor::SPEC;
    class_method_descriptor: method_descriptor::CLASS_METHOD_SPEC;
    getset_descriptor: getset_descriptor::SPEC;
    member_descriptor: member_descriptor::SPEC;
    wrapper_descriptor: wrapper_descriptor::SPEC;
    method_wrapper: wrapper_descriptor::METHOD_WRAPPER_SPEC;
    mapping_proxy: mapping_proxy::SPEC;
    method: method::SPEC;
    property: property::SPEC;
    super_: super_::SPEC;
    static_method: static_method::SPEC;
    class_method: class_method::SPEC;
    module: module::SPEC;
    generic_alias: generic_alias::SPEC;
    union: union::SPEC;
    weak_reference: weak_reference::SPEC;
    weak_proxy: weak_reference::PROXY_SPEC;
    weak_callable_proxy: weak_reference::CALLABLE_PROXY_SPEC;
    cell: cell::SPEC;
    code: code::SPEC;
    function: function::SPEC;
    foreign_builtins: function::FOREIGN_BUILTINS_SPEC;
    frame: frame::SPEC;
    frame_locals_proxy: frame::PROXY_SPEC;
    traceback: traceback::SPEC;
    generator: generator::SPEC;
    coroutine: generator::COROUTINE_SPEC;
    coroutine_wrapper: generator::WRAPPER_SPEC;
    async_generator: generator::ASYNC_GENERATOR_SPEC;
    async_wrapped_value: generator::WRAPPED_SPEC;
    async_step: generator::STEP_SPEC;
    async_throw: generator::THROW_SPEC;
    base_exception: errors::BASE_EXCEPTION;
    base_exception_group: errors::BASE_EXCEPTION_GROUP;
    exception: errors::EXCEPTION;
    exception_group: errors::EXCEPTION_GROUP;
    generator_exit: errors::GENERATOR_EXIT;
    keyboard_interrupt: errors::KEYBOARD_INTERRUPT;
    system_exit: errors::SYSTEM_EXIT;
    arithmetic_error: errors::ARITHMETIC_ERROR;
    floating_point_error: errors::FLOATING_POINT_ERROR;
    overflow_error: errors::OVERFLOW_ERROR;
    zero_division_error: errors::ZERO_DIVISION_ERROR;
    assertion_error: errors::ASSERTION_ERROR;
    attribute_error: errors::ATTRIBUTE_ERROR;
    buffer_error: errors::BUFFER_ERROR;
    eof_error: errors::EOF_ERROR;
    import_error: errors::IMPORT_ERROR;
    module_not_found_error: errors::MODULE_NOT_FOUND_ERROR;
    lookup_error: errors::LOOKUP_ERROR;
    index_error: errors::INDEX_ERROR;
    key_error: errors::KEY_ERROR;
    memory_error: errors::MEMORY_ERROR;
    name_error: errors::NAME_ERROR;
    unbound_local_error: errors::UNBOUND_LOCAL_ERROR;
    os_error: errors::OS_ERROR;
    blocking_io_error: errors::BLOCKING_IO_ERROR;
    child_process_error: errors::CHILD_PROCESS_ERROR;
    connection_error: errors::CONNECTION_ERROR;
    broken_pipe_error: errors::BROKEN_PIPE_ERROR;
    connection_aborted_error: errors::CONNECTION_ABORTED_ERROR;
    connection_refused_error: errors::CONNECTION_REFUSED_ERROR;
    connection_reset_error: errors::CONNECTION_RESET_ERROR;
    file_exists_error: errors::FILE_EXISTS_ERROR;
    file_not_found_error: errors::FILE_NOT_FOUND_ERROR;
    interrupted_error: errors::INTERRUPTED_ERROR;
    is_a_directory_error: errors::IS_A_DIRECTORY_ERROR;
    not_a_directory_error: errors::NOT_A_DIRECTORY_ERROR;
    permission_error: errors::PERMISSION_ERROR;
    process_lookup_error: errors::PROCESS_LOOKUP_ERROR;
    timeout_error: errors::TIMEOUT_ERROR;
    reference_error: errors::REFERENCE_ERROR;
    runtime_error: errors::RUNTIME_ERROR;
    not_implemented_error: errors::NOT_IMPLEMENTED_ERROR;
    python_finalization_error: errors::PYTHON_FINALIZATION_ERROR;
    recursion_error: errors::RECURSION_ERROR;
    stop_async_iteration: errors::STOP_ASYNC_ITERATION;
    stop_iteration: errors::STOP_ITERATION;
    syntax_error: errors::SYNTAX_ERROR;
    incomplete_input_error: errors::INCOMPLETE_INPUT_ERROR;
    indentation_error: errors::INDENTATION_ERROR;
    tab_error: errors::TAB_ERROR;
    system_error: errors::SYSTEM_ERROR;
    type_error: errors::TYPE_ERROR;
    value_error: errors::VALUE_ERROR;
    unicode_error: errors::UNICODE_ERROR;
    unicode_decode_error: errors::UNICODE_DECODE_ERROR;
    unicode_encode_error: errors::UNICODE_ENCODE_ERROR;
    unicode_translate_error: errors::UNICODE_TRANSLATE_ERROR;
    warning: errors::WARNING;
    bytes_warning: errors::BYTES_WARNING;
    deprecation_warning: errors::DEPRECATION_WARNING;
    encoding_warning: errors::ENCODING_WARNING;
    future_warning: errors::FUTURE_WARNING;
    import_warning: errors::IMPORT_WARNING;
    pending_deprecation_warning: errors::PENDING_DEPRECATION_WARNING;
    resource_warning: errors::RESOURCE_WARNING;
    runtime_warning: errors::RUNTIME_WARNING;
    syntax_warning: errors::SYNTAX_WARNING;
    unicode_warning: errors::UNICODE_WARNING;
    user_warning: errors::USER_WARNING;
}
