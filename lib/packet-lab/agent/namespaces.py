"""Linux namespaces from the standard library: os.setns and os.unshare are younger than the Python that many have."""

import ctypes
import os

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
PR_SET_PDEATHSIG = 1
SIGKILL = 9

_libc = ctypes.CDLL(None, use_errno=True)


class Unavailable(Exception):
    """This machine does not let a lab be made; says what is missing."""


def _checked(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags):
    _checked(_libc.unshare(flags), "unshare")


def enter(descriptor):
    """Makes a network namespace that of this thread: of its sockets, of its children and of what it sees in /proc/sys."""
    if _libc.setns(descriptor, CLONE_NEWNET) != 0:
        _checked(-1, "setns")


def mount(source, target, kind, flags):
    encoded = [None if text is None else text.encode() for text in (source, target, kind)]
    _checked(_libc.mount(*encoded, ctypes.c_ulong(flags), None), f"mount on {target}")


def die_with(parent):
    """Whoever keeps the namespaces must not outlive who asked for them, and this process is the child of that one."""
    _libc.prctl(PR_SET_PDEATHSIG, SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def leave_the_machine():
    """
    From here on nothing of the machine's own network can be touched: this process has network and mount namespaces of its
    own, which the kernel destroys with it, however it ends. Without the right to it, it first becomes root of a user
    namespace.

    Returns whether that was necessary.
    """
    try:
        unshare(CLONE_NEWNET | CLONE_NEWNS)
        rootless = False
    except PermissionError:
        _become_root()
        rootless = True
    try:
        mount(None, "/", None, MS_REC | MS_PRIVATE)
    except OSError as error:
        raise Unavailable(f"a user namespace was made, and yet mounting in it is not permitted ({error.strerror}); {HINT}")
    return rootless


HINT = (
    "run as root, or permit user namespaces: "
    "`sysctl user.max_user_namespaces=15000`, and on Ubuntu `sysctl kernel.apparmor_restrict_unprivileged_userns=0`"
)


def _become_root():
    user, group = os.geteuid(), os.getegid()
    try:
        unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS)
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    except OSError as error:
        raise Unavailable(f"network namespaces are not permitted to this user ({error.strerror}); {HINT}") from error


def make():
    """A new network namespace, which becomes that of this thread; returns a descriptor that keeps it."""
    unshare(CLONE_NEWNET)
    return os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)


def publish(descriptors):
    """Makes the namespaces known to `ip netns`, for whoever enters this mount namespace, and for nobody else."""
    mount("tmpfs", "/run", "tmpfs", 0)
    os.makedirs("/run/netns")
    for name, descriptor in descriptors.items():
        path = f"/run/netns/{name}"
        open(path, "w", encoding="ascii").close()
        mount(f"/proc/self/fd/{descriptor}", path, None, MS_BIND)
