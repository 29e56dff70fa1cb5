"""The inner wall: the namespaces, mounts and capabilities of one kernel. Linux only; through the C library, as Python has no calls for it.

Runs inside the outer wall, in a process that was just forked. See user_namespaces(7), pid_namespaces(7), mount(2), capabilities(7).
"""

import ctypes
import os
import resource
from pathlib import Path
from typing import Any

from twinline.walls import syscalls

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT, _BIND, _REC, _PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
_PDEATHSIG, _DUMPABLE, _CAPBSET_DROP, _NO_NEW_PRIVS = 1, 4, 24, 38
_CAPABILITIES = 64
_KILL = 9

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: Any) -> None:
    if getattr(_libc, name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    """mount(2)."""
    _call(
        "mount", source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), data.encode() or None
    )


def unshare() -> None:
    """Put this process into namespaces of its own, and its children into a process namespace of their own."""
    user, group = os.getuid(), os.getgid()
    _call("unshare", _NEWUSER | _NEWNS | _NEWPID | _NEWIPC | _NEWUTS | _NEWNET)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def private_folders(learner: str, disk: int) -> None:
    """A home and shared memory of one's own, both in memory and limited.

    /proc stays that of the outer wall: Linux lets nobody in here mount another. Processes outside of this namespace are listed
    there, but cannot be read, traced or signalled: they belong to another user namespace, and have no number in this one.
    """
    mount("none", "/", "", _REC | _PRIVATE)
    mount("tmpfs", learner, "tmpfs", _NOSUID | _NODEV, f"size={disk},nr_inodes=20000,mode=0700")
    mount("tmpfs", "/dev/shm", "tmpfs", _NOSUID | _NODEV | _NOEXEC, f"size={disk // 4},nr_inodes=1000,mode=0700")
    os.chdir(learner)


def read_only(path: str) -> None:
    """Nothing under a mounted folder can be changed any more; sockets that are there can still be used."""
    mount("none", path, "", _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV)


def die_with_parent() -> None:
    """Be killed when the parent ends."""
    _call("prctl", _PDEATHSIG, _KILL, 0, 0, 0)


def not_to_be_traced() -> None:
    """No process of the same user may look into this one."""
    _call("prctl", _DUMPABLE, 0, 0, 0, 0)


def give_up_power() -> None:
    """Drop every capability, for good, and the calls into Linux that only an attacker needs."""
    _call("prctl", _NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(_CAPABILITIES):
        if _libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0) == -1:
            break  # past the last one that this kernel knows

    class Header(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

    none = (ctypes.c_uint32 * 6)()
    _call("capset", ctypes.byref(Header(0x20080522, 0)), ctypes.byref(none))
    syscalls.refuse()


def limit(limits: dict[str, Any]) -> None:
    """Limits of each process; what all use together is watched from outside."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    for what, most in {
        resource.RLIMIT_AS: used + int(limits["memory"]),
        resource.RLIMIT_CPU: int(limits["cpu_seconds"]),
        resource.RLIMIT_FSIZE: int(limits["file_size"]),
        resource.RLIMIT_NOFILE: int(limits["files"]),
        resource.RLIMIT_NPROC: int(limits["processes"]),
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(what, (most, most))
