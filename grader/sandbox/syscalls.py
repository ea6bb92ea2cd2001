"""Which system calls a locked-down child may make, by name, and their numbers.

A child computes and talks through one descriptor that it already holds. Everything else is
either refused (EPERM: it is known, and it reaches outside) or does not exist (ENOSYS: so that
the C library falls back instead of giving up).
"""

from __future__ import annotations

import platform

# Most frequent first: the filter is walked in this order.
ALLOWED = (
    "read", "write", "mmap", "munmap", "brk", "madvise", "mprotect", "mremap", "futex",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "clock_gettime",
    "clock_getres", "gettimeofday", "time", "times", "getrusage", "getpid", "gettid", "getppid",
    "getuid", "geteuid", "getgid", "getegid", "getrandom", "clock_nanosleep", "nanosleep",
    "sched_yield", "close", "lseek", "restart_syscall", "poll", "ppoll", "select", "pselect6",
    "sched_getaffinity", "exit", "exit_group", "rseq", "set_robust_list", "membarrier",
)

# Refused by name, with EPERM: an honest program is told "not permitted" and can go on.
REFUSED = (
    "open", "openat", "openat2", "creat", "stat", "lstat", "newfstatat", "statx", "fstat",
    "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents", "getdents64",
    "getcwd", "chdir", "fchdir", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename",
    "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmod",
    "fchmodat", "chown", "fchown", "fchownat", "truncate", "ftruncate", "statfs", "fstatfs",
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto",
    "recvfrom", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg", "shutdown", "pipe", "pipe2",
    "dup", "dup2", "dup3", "fcntl", "ioctl", "fork", "vfork", "clone", "execve", "execveat",
    "kill", "tkill", "tgkill", "rt_sigqueueinfo", "pidfd_open", "pidfd_send_signal",
    "pidfd_getfd", "ptrace", "process_vm_readv", "process_vm_writev", "memfd_create", "shmget",
    "shmat", "mq_open", "setitimer", "timer_create", "alarm", "prctl", "prlimit64", "setrlimit",
    "unshare", "setns", "mount", "umount2", "chroot", "pivot_root", "bpf", "perf_event_open",
    "userfaultfd", "keyctl", "add_key", "request_key", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "inotify_init1", "eventfd2", "signalfd4", "timerfd_create",
    "epoll_create1", "setuid", "setgid", "setresuid", "setresgid", "setpriority", "wait4",
    "waitid", "sched_setaffinity", "personality", "kcmp",
)

_X86_64 = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7,
    "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "ioctl": 16, "access": 21, "pipe": 22,
    "select": 23, "sched_yield": 24, "mremap": 25, "madvise": 28, "shmget": 29, "shmat": 30,
    "dup": 32, "dup2": 33, "nanosleep": 35, "alarm": 37, "setitimer": 38, "getpid": 39,
    "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "recvfrom": 45, "sendmsg": 46,
    "recvmsg": 47, "shutdown": 48, "bind": 49, "listen": 50, "socketpair": 53, "clone": 56,
    "fork": 57, "vfork": 58, "execve": 59, "exit": 60, "wait4": 61, "kill": 62, "fcntl": 72,
    "truncate": 76, "ftruncate": 77, "getdents": 78, "getcwd": 79, "chdir": 80, "fchdir": 81,
    "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87,
    "symlink": 88, "readlink": 89, "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93,
    "gettimeofday": 96, "getrusage": 98, "times": 100, "ptrace": 101, "getuid": 102,
    "getgid": 104, "setuid": 105, "setgid": 106, "geteuid": 107, "getegid": 108,
    "getppid": 110, "setresuid": 117, "setresgid": 119, "rt_sigqueueinfo": 129,
    "sigaltstack": 131, "personality": 135, "statfs": 137, "fstatfs": 138, "setpriority": 141,
    "pivot_root": 155, "prctl": 157, "setrlimit": 160, "chroot": 161, "mount": 165,
    "umount2": 166, "gettid": 186, "tkill": 200, "time": 201, "futex": 202,
    "sched_setaffinity": 203, "sched_getaffinity": 204, "getdents64": 217,
    "restart_syscall": 219, "timer_create": 222, "clock_gettime": 228, "clock_getres": 229,
    "clock_nanosleep": 230, "exit_group": 231, "tgkill": 234, "mq_open": 240, "waitid": 247,
    "add_key": 248, "request_key": 249, "keyctl": 250, "openat": 257, "mkdirat": 258,
    "fchownat": 260, "newfstatat": 262, "unlinkat": 263, "renameat": 264, "linkat": 265,
    "symlinkat": 266, "readlinkat": 267, "fchmodat": 268, "faccessat": 269, "pselect6": 270,
    "ppoll": 271, "unshare": 272, "set_robust_list": 273, "timerfd_create": 283,
    "accept4": 288, "signalfd4": 289, "eventfd2": 290, "epoll_create1": 291, "dup3": 292,
    "pipe2": 293, "inotify_init1": 294, "perf_event_open": 298, "recvmmsg": 299,
    "prlimit64": 302, "sendmmsg": 307, "setns": 308, "process_vm_readv": 310,
    "process_vm_writev": 311, "kcmp": 312, "renameat2": 316, "getrandom": 318,
    "memfd_create": 319, "bpf": 321, "execveat": 322, "userfaultfd": 323, "membarrier": 324,
    "statx": 332, "rseq": 334, "pidfd_send_signal": 424, "io_uring_setup": 425,
    "io_uring_enter": 426, "io_uring_register": 427, "pidfd_open": 434, "openat2": 437,
    "pidfd_getfd": 438, "faccessat2": 439,
}  # fmt: skip

_AARCH64 = {
    "getcwd": 17, "eventfd2": 19, "epoll_create1": 20, "dup": 23, "dup3": 24, "fcntl": 25,
    "inotify_init1": 26, "ioctl": 29, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36,
    "linkat": 37, "renameat": 38, "umount2": 39, "mount": 40, "pivot_root": 41, "statfs": 43,
    "fstatfs": 44, "truncate": 45, "ftruncate": 46, "faccessat": 48, "chdir": 49, "fchdir": 50,
    "chroot": 51, "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "openat": 56,
    "close": 57, "pipe2": 59, "getdents64": 61, "lseek": 62, "read": 63, "write": 64,
    "pselect6": 72, "ppoll": 73, "signalfd4": 74, "readlinkat": 78, "newfstatat": 79,
    "fstat": 80, "timerfd_create": 85, "personality": 92, "exit": 93, "exit_group": 94,
    "waitid": 95, "unshare": 97, "futex": 98, "set_robust_list": 99, "nanosleep": 101,
    "setitimer": 103, "timer_create": 107, "clock_gettime": 113, "clock_getres": 114,
    "clock_nanosleep": 115, "ptrace": 117, "sched_setaffinity": 122, "sched_getaffinity": 123,
    "sched_yield": 124, "restart_syscall": 128, "kill": 129, "tkill": 130, "tgkill": 131,
    "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigqueueinfo": 138,
    "rt_sigreturn": 139, "setpriority": 140, "setgid": 144, "setuid": 146, "setresuid": 147,
    "setresgid": 149, "times": 153, "setrlimit": 164, "getrusage": 165, "prctl": 167,
    "gettimeofday": 169, "getpid": 172, "getppid": 173, "getuid": 174, "geteuid": 175,
    "getgid": 176, "getegid": 177, "gettid": 178, "mq_open": 180, "shmget": 194, "shmat": 196,
    "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202,
    "connect": 203, "sendto": 206, "recvfrom": 207, "shutdown": 210, "sendmsg": 211,
    "recvmsg": 212, "brk": 214, "munmap": 215, "mremap": 216, "add_key": 217,
    "request_key": 218, "keyctl": 219, "clone": 220, "execve": 221, "mmap": 222,
    "mprotect": 226, "madvise": 233, "perf_event_open": 241, "accept4": 242, "recvmmsg": 243,
    "wait4": 260, "prlimit64": 261, "setns": 268, "sendmmsg": 269, "process_vm_readv": 270,
    "process_vm_writev": 271, "kcmp": 272, "renameat2": 276, "getrandom": 278,
    "memfd_create": 279, "bpf": 280, "execveat": 281, "userfaultfd": 282, "membarrier": 283,
    "statx": 291, "rseq": 293, "pidfd_send_signal": 424, "io_uring_setup": 425,
    "io_uring_enter": 426, "io_uring_register": 427, "pidfd_open": 434, "openat2": 437,
    "pidfd_getfd": 438, "faccessat2": 439,
}  # fmt: skip

# machine -> (AUDIT_ARCH_* of linux/audit.h, numbers)
ARCHITECTURES = {
    "x86_64": (0xC000003E, _X86_64),
    "aarch64": (0xC00000B7, _AARCH64),
}


def this_architecture() -> tuple[int, dict[str, int]] | None:
    """Return the audit constant and the numbers of this machine; None where they are unknown."""
    return ARCHITECTURES.get(platform.machine())
