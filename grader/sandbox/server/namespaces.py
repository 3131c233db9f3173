"""Namespaces: one set for the server, once; a fresh set for each child."""

import os

from . import kernel

INSIDE = 65534  # the number that the one user has inside; never 0

OWN = (
    kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS | kernel.CLONE_NEWPID | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS | kernel.CLONE_NEWCGROUP
)  # fmt: skip


def leave_groups():
    """Drop the groups of a real root; anybody else keeps theirs (the kernel allows no other)."""
    if os.geteuid() == 0:
        try:
            os.setgroups([])
        except OSError:
            pass  # in a user namespace without groups there are none to lose


def separate():
    """Enter namespaces of our own; the next child is the first process of a new pid namespace."""
    kernel.call("unshare", OWN)


def become(user, group):
    """Be another user from here on, in every sense of the word."""
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)


def next_child_apart(own_pids):
    """Make the next fork the first process of a fresh pid namespace.

    `own_pids` is the server's own one: only from there may another be asked for.
    """
    kernel.call("setns", own_pids, kernel.CLONE_NEWPID)
    kernel.call("unshare", kernel.CLONE_NEWPID)


def separate_child():
    """In the child: fresh namespaces of every kind but the user's, to be furnished next."""
    kernel.call("unshare", OWN & ~kernel.CLONE_NEWPID & ~kernel.CLONE_NEWUSER)


def lose_power(proc):
    """In the child: a user namespace that owns nothing, so no namespace obeys it any more.

    `proc` is an open `/proc`. Files and folders are mounted before: a view of processes may only
    be mounted by whoever has power over the pid namespace.
    """
    kernel.call("unshare", kernel.CLONE_NEWUSER)
    line = b"%d %d 1" % (INSIDE, INSIDE)
    for name, text in (("setgroups", b"deny"), ("uid_map", line), ("gid_map", line)):
        file = os.open("self/" + name, os.O_WRONLY, dir_fd=proc)
        os.write(file, text)
        os.close(file)
