"""The system calls of the sandbox: (x86-64, aarch64) of each. One that is not listed is absent."""

ALLOWED = {
    # files
    "read": (0, 63), "write": (1, 64), "open": (2, None), "close": (3, 57), "stat": (4, None),
    "fstat": (5, 80), "lstat": (6, None), "lseek": (8, 62), "pread64": (17, 67),
    "pwrite64": (18, 68), "readv": (19, 65), "writev": (20, 66), "preadv": (295, 69),
    "pwritev": (296, 70), "access": (21, None), "pipe": (22, None), "pipe2": (293, 59),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "sendfile": (40, 71),
    "splice": (275, 76), "tee": (276, 77), "vmsplice": (278, 75), "copy_file_range": (326, 285),
    "fsync": (74, 82), "fdatasync": (75, 83), "truncate": (76, 45), "ftruncate": (77, 46),
    "fallocate": (285, 47), "getdents": (78, None), "getdents64": (217, 61), "getcwd": (79, 17),
    "chdir": (80, 49), "fchdir": (81, 50), "rename": (82, None), "renameat": (264, 38),
    "renameat2": (316, 276), "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None),
    "creat": (85, None), "link": (86, None), "linkat": (265, 37), "unlink": (87, None),
    "unlinkat": (263, 35), "symlink": (88, None), "symlinkat": (266, 36), "readlink": (89, None),
    "readlinkat": (267, 78), "umask": (95, 166), "statfs": (137, 43), "fstatfs": (138, 44),
    "openat": (257, 56), "openat2": (437, 437), "newfstatat": (262, 79), "statx": (332, 291),
    "faccessat": (269, 48), "faccessat2": (439, 439),
    # memory
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214),
    "mremap": (25, 216), "msync": (26, 227), "mlock": (149, 228), "mlock2": (325, 284),
    "munlock": (150, 229), "mlockall": (151, 230), "munlockall": (152, 231),
    "membarrier": (324, 283), "pkey_mprotect": (329, 288), "pkey_alloc": (330, 289),
    "pkey_free": (331, 290),
    # waiting, time and signals of its own
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    "epoll_create": (213, None), "epoll_create1": (291, 20), "epoll_ctl": (233, 21),
    "epoll_wait": (232, None), "epoll_pwait": (281, 22), "epoll_pwait2": (441, 441),
    "eventfd": (284, None), "eventfd2": (290, 19), "signalfd": (282, None), "signalfd4": (289, 74),
    "timerfd_create": (283, 85), "timerfd_settime": (286, 86), "timerfd_gettime": (287, 87),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136), "rt_sigtimedwait": (128, 137), "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132), "pause": (34, None), "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115), "getitimer": (36, 102), "setitimer": (38, 103),
    "alarm": (37, None), "timer_create": (222, 107), "timer_settime": (223, 110),
    "timer_gettime": (224, 108), "timer_getoverrun": (225, 109), "timer_delete": (226, 111),
    "time": (201, None), "times": (100, 153), "gettimeofday": (96, 169),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "restart_syscall": (219, 128),
    # its connection, and pairs of its own
    "recvfrom": (45, 207), "recvmsg": (47, 212), "recvmmsg": (299, 243), "shutdown": (48, 210),
    "getsockname": (51, 204), "getpeername": (52, 205),
    # threads and itself
    "futex": (202, 98), "futex_waitv": (449, 449), "sched_yield": (24, 124), "getpid": (39, 172),
    "gettid": (186, 178), "getuid": (102, 174), "getgid": (104, 176), "geteuid": (107, 175),
    "getegid": (108, 177), "getgroups": (115, 158), "getresuid": (118, 148),
    "getresgid": (120, 150), "getpgrp": (111, None), "setpgid": (109, 154), "setsid": (112, 157),
    "capget": (125, 90), "getrlimit": (97, 163), "setrlimit": (160, 164), "getrusage": (98, 165),
    "sysinfo": (99, 179), "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126), "getcpu": (309, 168), "getrandom": (318, 278),
    "rseq": (334, 293), "set_tid_address": (218, 96), "set_robust_list": (273, 99),
    "arch_prctl": (158, None), "wait4": (61, 260), "waitid": (247, 95), "exit": (60, 93),
    "exit_group": (231, 94),
}  # fmt: skip

# no permission; what is absent instead is taken for an older kernel
REFUSED = {
    # new processes and programs
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    # the network and whatever else crosses a namespace; descriptors in flight are in no table
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendmsg": (46, 211), "sendmmsg": (307, 269),
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
    # what of a file lies in memory, which others read too, and what pushes it out
    "mincore": (27, 232), "sync_file_range": (277, 84),
    # large and seldom used parts of the kernel
    "bpf": (321, 280), "perf_event_open": (298, 241), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "io_setup": (206, 0),
    "io_submit": (209, 2), "add_key": (248, 217), "request_key": (249, 218),
    "keyctl": (250, 219), "seccomp": (317, 277), "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
    "modify_ldt": (154, None), "uselib": (134, None), "personality": (135, 92),
    "lookup_dcookie": (212, 18), "get_mempolicy": (239, 236),
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
    "capset": (126, 91), "ioprio_get": (252, 31),
}  # fmt: skip

# answered "done" and not done: honest code copies files, locks databases and says how it will read,
# but a lock on a shared library stalls others, and what is dropped from memory tells them something
PRETENDED = {
    "flock": (73, 32), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "fadvise64": (221, 223), "readahead": (187, 213),
}  # fmt: skip

# a file here has no attributes: those of the machine's files say who runs it, and how
UNSUPPORTED = {
    "getxattr": (191, 8), "lgetxattr": (192, 9), "fgetxattr": (193, 10),
    "listxattr": (194, 11), "llistxattr": (195, 12), "flistxattr": (196, 13),
}  # fmt: skip

# where submissions see others' files these are pretended too: Landlock lets an owner change rights
# and times of files that it hides. "Now" as a time is refused, since whoever "touches" a file takes
# success to mean that the file is there, and makes it after a failure
RIGHTS = {"chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53)}
TIMES = {
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88),
}  # fmt: skip
TIME_ARGUMENT = {"utime": 1, "utimes": 1, "futimesat": 2, "utimensat": 2}

# where submissions see the machine these are kept from them: its name, and who started them
OF_THE_MACHINE = {"uname": (63, 160)}
NOBODY = {"getppid": (110, 173)}

# asked of any process by its number, and allowed for its own: also 0
OF_A_PROCESS = {
    "prlimit64": (302, 261), "getpgid": (121, 155), "getsid": (124, 156),
    "sched_getparam": (143, 121), "sched_getscheduler": (145, 120), "sched_getattr": (315, 275),
    "sched_rr_get_interval": (148, 127), "sched_getaffinity": (204, 123),
    "get_robust_list": (274, 100),
}  # fmt: skip

CLONE, CLONE3, KILL, TGKILL = (56, 220), (435, 435), (62, 129), (234, 131)
PRCTL, IOCTL, FCNTL, GETPRIORITY = (157, 167), (16, 29), (72, 25), (140, 141)
CLOSE_RANGE, MADVISE = (436, 436), (28, 233)
SENDTO, SOCKETPAIR = (44, 206), (53, 199)
SETSOCKOPT, GETSOCKOPT = (54, 208), (55, 209)
PREADV2, PWRITEV2 = (327, 286), (328, 287)

CLONE_THREAD, CLONE_FILES = 0x00010000, 0x00000400
NEW_NAMESPACE = 0x7E020080
UNSHARE_FILES = 2  # of close_range: a thread with a table of its own could hide open files
AF_UNIX = 1

# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX; every other request can do anything:
# FIOSETOWN sends signals to any process of the same user, TIOCSTI types into a terminal
REQUESTS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# copies, flags, locks seen, sizes of pipes; others are owners, signals, leases, notices and hints
# on a file that every process can see
FILE_OPTIONS = (0, 1, 2, 3, 4, 5, 36, 1030, 1032)
FILE_LOCKS = (6, 7, 37, 38)
# addresses reused, buffers, keepalive, timeouts: no credentials, no filters
SET_OPTIONS = (2, 7, 8, 9, 20, 21)
GET_OPTIONS = (2, 3, 4, 7, 8, 9, 20, 21, 30, 38, 39)  # also type, error, protocol, family
PAGED_OUT = (20, 21)  # of madvise: cold, pageout
READING_FLAGS = 0xFFFFFFE8  # all but priority, synchronous and append: not "only what is in memory"
# names of threads, dumpable, seccomp, capabilities and privileges asked, timer slack, huge pages,
# floating point of ARM, names of memory
PROCESS_OPTIONS = (
    3, 15, 16, 21, 23, 29, 30, 38, 39, 41, 42, 50, 51, 53, 54, 55, 56, 0x53564D41,
)  # fmt: skip
