//! The names of what `sysconf` knows.

use nix::unistd::SysconfVar as Variable;

/// The names that `sysconf` knows.
pub static SYSCONF_NAMES: &[(&str, Variable)] = &[
    ("SC_ARG_MAX", Variable::ARG_MAX),
    ("SC_CHILD_MAX", Variable::CHILD_MAX),
    ("SC_CLK_TCK", Variable::CLK_TCK),
    ("SC_NGROUPS_MAX", Variable::NGROUPS_MAX),
    ("SC_OPEN_MAX", Variable::OPEN_MAX),
    ("SC_STREAM_MAX", Variable::STREAM_MAX),
    ("SC_TZNAME_MAX", Variable::TZNAME_MAX),
    ("SC_JOB_CONTROL", Variable::_POSIX_JOB_CONTROL),
    ("SC_SAVED_IDS", Variable::_POSIX_SAVED_IDS),
    ("SC_VERSION", Variable::_POSIX_VERSION),
    ("SC_PAGESIZE", Variable::PAGE_SIZE),
    ("SC_PAGE_SIZE", Variable::PAGE_SIZE),
    ("SC_LINE_MAX", Variable::LINE_MAX),
    ("SC_IOV_MAX", Variable::IOV_MAX),
    ("SC_HOST_NAME_MAX", Variable::HOST_NAME_MAX),
    ("SC_LOGIN_NAME_MAX", Variable::LOGIN_NAME_MAX),
    ("SC_TTY_NAME_MAX", Variable::TTY_NAME_MAX),
    ("SC_SYMLOOP_MAX", Variable::SYMLOOP_MAX),
    ("SC_NPROCESSORS_CONF", Variable::_NPROCESSORS_CONF),
    ("SC_NPROCESSORS_ONLN", Variable::_NPROCESSORS_ONLN),
    ("SC_PHYS_PAGES", Variable::_PHYS_PAGES),
    ("SC_AVPHYS_PAGES", Variable::_AVPHYS_PAGES),
];
