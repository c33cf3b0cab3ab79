//! The numbers of `posix`.

use nix::libc;

macro_rules! numbers {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), libc::$name as i64)),*]
    };
}

/// Constants that the host has under the same name.
pub static HOST: &[(&str, i64)] = numbers![
    F_OK, R_OK, W_OK, X_OK, TMP_MAX, WCONTINUED, WNOHANG, WUNTRACED, WEXITED, WNOWAIT, WSTOPPED, O_RDONLY,
    O_WRONLY, O_RDWR, O_NDELAY, O_NONBLOCK, O_APPEND, O_DSYNC, O_RSYNC, O_SYNC, O_NOCTTY, O_CREAT, O_EXCL,
    O_TRUNC, O_LARGEFILE, O_PATH, O_TMPFILE, O_CLOEXEC, O_ACCMODE, O_ASYNC, O_DIRECT, O_DIRECTORY, O_NOFOLLOW,
    O_NOATIME, SEEK_DATA, SEEK_HOLE, ST_RDONLY, ST_NOSUID, ST_NODEV, ST_NOEXEC, ST_SYNCHRONOUS, ST_MANDLOCK, ST_NOATIME,
    ST_NODIRATIME, ST_RELATIME, GRND_RANDOM, GRND_NONBLOCK, PRIO_PROCESS, PRIO_PGRP, PRIO_USER, P_ALL, P_PID,
    P_PGID, CLD_EXITED, CLD_KILLED, CLD_DUMPED, CLD_TRAPPED, CLD_STOPPED, CLD_CONTINUED, F_LOCK, F_TLOCK,
    F_ULOCK, F_TEST, RTLD_LAZY, RTLD_NOW, RTLD_GLOBAL, RTLD_LOCAL, RTLD_NODELETE, RTLD_NOLOAD, RTLD_DEEPBIND,
    SCHED_OTHER, SCHED_FIFO, SCHED_RR, SCHED_BATCH, SCHED_IDLE,
];

/// Constants of <sysexits.h> and those that the host's interface does not have.
pub static OWN: &[(&str, i64)] = &[
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
    ("NGROUPS_MAX", 65536),
    ("ST_APPEND", 256),
    ("ST_WRITE", 128),
];

/// What `os` derives the `supports_*` sets from.
pub static FUNCTIONS: &[&str] = &[
    "HAVE_FACCESSAT",
    "HAVE_FCHDIR",
    "HAVE_FCHMOD",
    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",
    "HAVE_FDOPENDIR",
    "HAVE_FSTATAT",
    "HAVE_FSTATVFS",
    "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",
    "HAVE_LINKAT",
    "HAVE_LCHOWN",
    "HAVE_LSTAT",
    "HAVE_LUTIMES",
    "HAVE_MKDIRAT",
    "HAVE_MKFIFOAT",
    "HAVE_OPENAT",
    "HAVE_READLINKAT",
    "HAVE_RENAMEAT",
    "HAVE_SYMLINKAT",
    "HAVE_UNLINKAT",
    "HAVE_UTIMENSAT",
];
