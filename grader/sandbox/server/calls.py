"""The system calls that are not simply allowed in the sandbox: (x86-64, aarch64) of each.

Numbers up to `LAST_KNOWN` were looked at one by one; a newer call does not exist in the sandbox.
"""

LAST_KNOWN = 449

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

# answered "done" and not done: honest code copies files and locks databases, but a lock on a shared
# library stalls others
PRETENDED = {
    "flock": (73, 32), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
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

CLONE, CLONE3, KILL, TGKILL = (56, 220), (435, 435), (62, 129), (234, 131)
PRLIMIT, PRCTL, IOCTL, FCNTL = (302, 261), (157, 167), (16, 29), (72, 25)
CLOSE_RANGE = (436, 436)

CLONE_THREAD, CLONE_FILES = 0x00010000, 0x00000400
NEW_NAMESPACE = 0x7E020080
UNSHARE_FILES = 2  # of close_range: a thread with a table of its own could hide open files
TERMINALS = (0x5412, 0x541C)  # put characters into a terminal, or a selection
FILE_FLAGS = (0x40086602, 0x401C5820, 0x40806685)  # lasting properties of a file, such as frozen
FILE_LOCKS = (6, 7, 37, 38)
SHARED = (8, 10, 15, 1024, 1026, 1031)  # owners, signals, leases, notices, sizes of pipes
# parent-death signal, dumpable, secure bits, own memory map, syscall dispatch
PROCESS_OPTIONS = (1, 4, 28, 35, 59)
