//! How an interpreter is set up: what the command line or the embedding program has said.

use std::ffi::OsString;

/// `sys.flags`
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct StartFlags {
    pub debug: i64,
    pub inspect: i64,
    pub interactive: i64,
    pub optimize: i64,
    pub dont_write_bytecode: i64,
    pub no_user_site: i64,
    pub no_site: i64,
    pub ignore_environment: i64,
    pub verbose: i64,
    pub bytes_warning: i64,
    pub quiet: i64,
    pub hash_randomization: i64,
    pub isolated: i64,
    pub dev_mode: bool,
    pub utf8_mode: i64,
    pub warn_default_encoding: i64,
    pub safe_path: bool,
    pub unbuffered: bool,
}

impl Default for StartFlags {
    fn default() -> StartFlags {
        StartFlags {
            debug: 0,
            inspect: 0,
            interactive: 0,
            optimize: 0,
            dont_write_bytecode: 0,
            no_user_site: 0,
            no_site: 0,
            ignore_environment: 0,
            verbose: 0,
            bytes_warning: 0,
            quiet: 0,
            hash_randomization: 1,
            isolated: 0,
            dev_mode: false,
            utf8_mode: 0,
            warn_default_encoding: 0,
            safe_path: false,
            unbuffered: false,
        }
    }
}

/// What an interpreter is told before it starts.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `sys.flags`
    pub flags: StartFlags,
    /// `sys.argv`
    pub arguments: Vec<OsString>,
    /// `sys.orig_argv`
    pub original_arguments: Vec<OsString>,
    /// `sys.executable`
    pub executable: String,
    /// `sys._base_executable`: the program behind it, where that is a link in a virtual environment
    pub base_executable: String,
    /// `sys.prefix` and `sys.exec_prefix`
    pub prefix: String,
    /// `sys.base_prefix` and `sys.base_exec_prefix`
    pub base_prefix: String,
    /// `sys.path`, without the folder of the script
    pub module_search_paths: Vec<String>,
    /// Where the packed library seems to lie; its modules' `__file__` begins with this.
    pub library_path: String,
    /// `sys.warnoptions`
    pub warn_options: Vec<String>,
    /// `sys._xoptions`: names and values; `None` stands for True
    pub x_options: Vec<(String, Option<String>)>,
    /// `-X no_debug_ranges`: of places in the source only the line is told.
    pub lines_only: bool,
    /// Whether the heap is checked when the interpreter ends.
    pub verify: bool,
    /// At every how many allocations the heap is collected and checked.
    pub stress: Option<u64>,
    /// Whose sizes `sys.getsizeof` tells.
    pub sizes_of: crate::object::SizesOf,
    /// How many bytes may be live once the interpreter has started.
    pub memory_limit: Option<usize>,
    /// `sys.pycache_prefix`
    pub pycache_prefix: Option<String>,
}
