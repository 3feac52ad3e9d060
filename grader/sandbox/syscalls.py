"""The system calls that a child may make: an allow-list, since a list of forbidden ones is never complete.

Ordinary work of Python and torch uses two dozen of these; the rest are their harmless relatives. What is missing answers
EPERM, and `clone3` answers ENOSYS so that the C library falls back to `clone`, which may only make threads.
"""

import errno
import fcntl
import os
import tempfile
from collections.abc import Collection

from grader.sandbox.jail import landlock_version

MEMORY = "brk mmap munmap mremap mprotect madvise mincore msync mlock munlock membarrier get_mempolicy"
# Opening files, and commands on descriptors, come with conditions below.
FILES = (
    "read readv pread64 preadv preadv2 write writev pwrite64 pwritev close close_range lseek"
    " stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat getcwd"
    " getdents getdents64 dup dup2 dup3 fadvise64 readahead fsync fdatasync chdir fchdir umask"
)
WAITING = (
    "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2"
    " pipe pipe2 nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times sched_yield pause"
    " timerfd_create timerfd_settime timerfd_gettime getitimer setitimer alarm restart_syscall"
)
SIGNALS = "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack"
THREADS = (
    "futex futex_waitv set_robust_list get_robust_list set_tid_address gettid rseq exit exit_group"
    " sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min arch_prctl"
)
IDENTITY = (
    "getpid getppid getpgid getpgrp getsid getuid geteuid getgid getegid getgroups getresuid getresgid uname sysinfo"
    " getrlimit getrusage getcpu getpriority getrandom capget"
)
# The child's own socket to the worker; it can't make another.
MESSAGES = "sendto recvfrom sendmsg recvmsg shutdown getsockname getpeername getsockopt"

CLONE_THREAD = 0x00010000
# Neither F_SETOWN nor F_SETSIG: with both, input on a pipe sends a signal of choice to any process of the same user. No
# locks either: others would wait for them.
HARMLESS_FCNTL = (
    fcntl.F_DUPFD,
    fcntl.F_DUPFD_CLOEXEC,
    fcntl.F_GETFD,
    fcntl.F_SETFD,
    fcntl.F_GETFL,
    fcntl.F_SETFL,
)
WRITING = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC
PR_SET_NAME, PR_GET_NAME, PR_SET_VMA = 15, 16, 0x53564D41
TCGETS, FIONREAD, FIOCLEX = 0x5401, 0x541B, 0x5451


def filter_for(layers: Collection[str]) -> bytes:
    """Return the filter for children behind `layers`, empty where it is none of them or not to be had."""
    if "seccomp" not in layers:
        return b""
    return compile_filter(read_only="landlock" not in layers or not landlock_version())


def compile_filter(*, read_only: bool) -> bytes:
    """Return the filter as a BPF program, empty where libseccomp is not to be had.

    With `read_only` no file can be opened for writing, /dev/null included: for where nothing else forbids it.
    """
    try:
        import pyseccomp
    except (ImportError, OSError, RuntimeError):
        return b""
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for names in (MEMORY, FILES, WAITING, SIGNALS, THREADS, IDENTITY, MESSAGES):
        for name in names.split():
            try:
                rules.add_rule(pyseccomp.ALLOW, name)
            # libseccomp is older than the call: it stays forbidden.
            except OSError:
                continue
    equal, masked = pyseccomp.EQ, pyseccomp.MASKED_EQ
    mode = WRITING if read_only else 0
    rules.add_rule(pyseccomp.ALLOW, "openat", pyseccomp.Arg(2, masked, mode, 0))
    rules.add_rule(pyseccomp.ALLOW, "open", pyseccomp.Arg(1, masked, mode, 0))
    for command in HARMLESS_FCNTL:
        rules.add_rule(pyseccomp.ALLOW, "fcntl", pyseccomp.Arg(1, equal, command))
    rules.add_rule(pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, masked, CLONE_THREAD, CLONE_THREAD))
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    # Reading a limit is harmless; setting one is not asked for.
    rules.add_rule(pyseccomp.ALLOW, "prlimit64", pyseccomp.Arg(2, equal, 0))
    for option in (PR_SET_NAME, PR_GET_NAME, PR_SET_VMA):
        rules.add_rule(pyseccomp.ALLOW, "prctl", pyseccomp.Arg(0, equal, option))
    for request in (TCGETS, FIONREAD, FIOCLEX):
        rules.add_rule(pyseccomp.ALLOW, "ioctl", pyseccomp.Arg(1, equal, request))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()
