"""The system-call filter, assembled here because no machine is sure to have libseccomp.

A deny list over a closed range: a call newer than the list does not exist (ENOSYS), a foreign
calling convention kills, the calls below are refused (EPERM), everything else is allowed.
"""

import ctypes
import struct

from . import kernel

LAST_KNOWN = 449
EPERM, ENOSYS = 1, 38
AUDIT_ARCH = (0xC000003E, 0xC00000B7)
X32_BIT = 0x40000000
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, JEQ, JGE, JSET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
SET_MODE_FILTER, TSYNC = 1, 1

# refused whatever the arguments: (x86-64, aarch64)
DENIED = {
    # new processes and programs
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    # the network and whatever else crosses a namespace
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "kcmp": (312, 272),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "mknod": (133, None), "mknodat": (259, 33),
    # memory that no limit counts, and memory of others
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "userfaultfd": (323, 282),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "shmdt": (67, 197),
    "semget": (64, 190), "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192),
    "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187),
    "mq_open": (240, 180), "mq_unlink": (241, 181), "mq_timedsend": (242, 182),
    "mq_timedreceive": (243, 183), "mq_notify": (244, 184), "mq_getsetattr": (245, 185),
    # channels over shared files
    "inotify_init": (253, None), "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27), "fanotify_init": (300, 262), "fanotify_mark": (301, 263),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # large and seldom used parts of the kernel
    "bpf": (321, 280), "perf_event_open": (298, 241), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "io_setup": (206, 0),
    "io_submit": (209, 2), "add_key": (248, 217), "request_key": (249, 218),
    "keyctl": (250, 219), "seccomp": (317, 277), "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
    "modify_ldt": (154, None), "uselib": (134, None), "personality": (135, 92),
    "lookup_dcookie": (212, 18),
    "remap_file_pages": (216, 234), "vhangup": (153, 58), "acct": (163, 89),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "syslog": (103, 116),
    # the machine
    "sync": (162, 81), "syncfs": (306, 267),
    "reboot": (169, 142), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "swapon": (167, 224), "swapoff": (168, 225), "sethostname": (170, 161),
    "setdomainname": (171, 162), "settimeofday": (164, 170), "adjtimex": (159, 171),
    "clock_settime": (227, 112), "clock_adjtime": (305, 266), "iopl": (172, None),
    "ioperm": (173, None), "_sysctl": (156, None), "sysfs": (139, None),
    # a larger share of the machine, another identity
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119), "sched_setattr": (314, 274),
    "sched_setaffinity": (203, 122), "mbind": (237, 235), "set_mempolicy": (238, 237),
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145),
    "setregid": (114, 143), "setresuid": (117, 147), "setresgid": (119, 149),
    "setfsuid": (122, 151), "setfsgid": (123, 152), "setgroups": (116, 159),
    "capset": (126, 91),
}  # fmt: skip

CLONE, CLONE3, KILL_CALL, TGKILL = (56, 220), (435, 435), (62, 129), (234, 131)
PRLIMIT, PRCTL, IOCTL, FCNTL = (302, 261), (157, 167), (16, 29), (72, 25)
CLONE_THREAD = 0x00010000
NEW_NAMESPACE = 0x7E020080
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
LOCK = (73, 32)
LOCKS = (6, 7, 37, 38)
SHARED = (8, 10, 15, 1024, 1026, 1031)  # owners, signals, leases, notices, sizes of pipes
PRETEND = ERRNO  # answer "done" without doing it: locks on shared libraries would be a channel
PRCTLS = (
    1,
    4,
    28,
    35,
    59,
)  # parent-death signal, dumpable, secure bits, own memory map, syscall dispatch


def assemble(own):
    """The filter's instructions for the process number `own`, the only one it may signal."""
    arch = kernel.ARCH
    code = [
        _load(4), (JEQ, 1, 0, AUDIT_ARCH[arch]), _give(KILL),
        _load(0), (JGE, 0, 1, X32_BIT if arch == 0 else 0xFFFFFFFF), _give(KILL),
        (JGE, 0, 1, LAST_KNOWN + 1), _give(ERRNO | ENOSYS),
        (JEQ, 0, 1, CLONE3[arch]), _give(ERRNO | ENOSYS),
    ]  # fmt: skip
    denied = sorted(pair[arch] for pair in DENIED.values() if pair[arch] is not None)
    code += _denied(denied)
    code += _rule(CLONE[arch], [(JSET, 0, 2, CLONE_THREAD), (JSET, 1, 0, NEW_NAMESPACE)])
    code += _rule(KILL_CALL[arch], [(JEQ, 0, 1, own)])
    code += _rule(TGKILL[arch], [(JEQ, 0, 1, own)])
    code += _rule(PRLIMIT[arch], [(JEQ, 1, 0, 0), (JEQ, 0, 1, own)])
    code += _refuse(PRCTL[arch], 0, PRCTLS)
    code += _refuse(IOCTL[arch], 1, (TIOCSTI, TIOCLINUX))
    code += _refuse(FCNTL[arch], 1, SHARED, LOCKS)
    code += [(JEQ, 0, 1, LOCK[arch]), _give(PRETEND)]
    code.append(_give(ALLOW))
    return code


def pack(own):
    """The filter for the process number `own`, as the kernel wants it."""
    return b"".join(struct.pack("HBBI", *step) for step in assemble(own))


def install(packed):
    """Put a packed filter on every thread of this process; it can never come off."""
    program = _Program(len(packed) // 8, ctypes.cast(ctypes.c_char_p(packed), ctypes.c_void_p))
    kernel.call("seccomp", SET_MODE_FILTER, TSYNC, ctypes.byref(program))


class _Program(ctypes.Structure):
    """The kernel's `struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def _load(offset):
    return (LOAD, 0, 0, offset)


def _argument(index):
    """Load the low half of an argument; both architectures are little-endian."""
    return _load(16 + 8 * index)


def _give(action):
    return (RETURN, 0, 0, action)


def _denied(numbers):
    """Refuse each number; each test jumps over one return when it does not match."""
    code = []
    for number in numbers:
        code += [(JEQ, 0, 1, number), _give(ERRNO | EPERM)]
    return code


def _rule(number, tests):
    """Allow `number` only when its first argument passes `tests`, which lead to the two returns.

    After the tests stand "allow" and then "refuse": a test's jumps are counted to those.
    """
    body = [_argument(0)] + list(tests) + [_give(ALLOW), _give(ERRNO | EPERM)]
    return [(JEQ, 0, len(body), number)] + body


def _refuse(number, argument, values, pretended=()):
    """Refuse `number` when the argument is one of `values`, else allow it."""
    body = [_argument(argument)]
    for value in values:
        body += [(JEQ, 0, 1, value), _give(ERRNO | EPERM)]
    for value in pretended:
        body += [(JEQ, 0, 1, value), _give(PRETEND)]
    body.append(_give(ALLOW))
    return [(JEQ, 0, len(body), number)] + body
