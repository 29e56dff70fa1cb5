"""Calls into Linux that a learner's code has no need of, refused by a seccomp filter. See seccomp(2) and bpf(2).

The filter is for what the other walls leave open: memory that no limit counts (memfd_create, System V shared memory, shared
mappings of nothing, a file system of one's own), locks on files that others use, namespaces within namespaces, sockets that reach past a network namespace (AF_VSOCK), and parts of Linux
that only ever let an attacker out.
"""

import ctypes
import errno
import platform
import struct

_NUMBERS: dict[str, tuple[int, int]] = {  # on x86_64, and on machines with Linux's generic table
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "delete_module": (176, 106),
    "finit_module": (313, 273),
    "flock": (73, 32),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "mq_open": (240, 180),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "semget": (64, 190),
    "setns": (308, 268),
    "shmat": (30, 196),
    "shmget": (29, 194),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
_PROCESSES: dict[str, tuple[int | None, int | None]] = {  # that start one, or reach another
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "kill": (62, 129),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "tgkill": (234, 131),
    "tkill": (200, 130),
    "vfork": (58, None),
}
_THREAD = 0x10000  # CLONE_THREAD of clone(2)
_CLONE, _CLONE3, _SOCKET, _MMAP = (56, 220), 435, (41, 198), (9, 222)
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, and AUDIT_ARCH of linux/audit.h
_NEW_NAMESPACES = 0x7E020000  # the CLONE_NEW… flags of clone(2)
_FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: of the network namespace that one is in
_X32 = 0x40000000  # a second table of calls on x86_64
_SHARED, _ANONYMOUS = 0x01, 0x20  # of mmap(2)
_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _FIRST_ARGUMENT, _FOURTH_ARGUMENT = (
    0,
    4,
    16,
    40,
)  # offsets in struct seccomp_data; low halves of arguments
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_SET_SECCOMP, _MODE_FILTER = 22, 2


_Line = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def known_machine() -> bool:
    """Whether the table of calls of this kind of machine is known here."""
    return platform.machine() in _MACHINES


def refuse_clone3() -> None:
    """Refuse clone3, whose flags lie where no filter can look, before the C library has learned that it is there."""
    _filter([*_begin(), *_answer(_EQUAL, _CLONE3, errno.ENOSYS), (_RETURN, 0, 0, _ALLOW)])


def refuse() -> None:
    """Refuse those calls to this process and to all that it will start, where clone3 is refused already."""
    column, _ = _MACHINES[platform.machine()]
    lines = _begin()
    for numbers in _NUMBERS.values():
        lines += _answer(_EQUAL, numbers[column], errno.EPERM)
    namespaces = [_load(_FIRST_ARGUMENT), *_answer(_ANY_BIT, _NEW_NAMESPACES, errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
    families = [_load(_FIRST_ARGUMENT)]
    for family in _FAMILIES:
        families += [(_EQUAL, 0, 1, family), (_RETURN, 0, 0, _ALLOW)]
    families.append((_RETURN, 0, 0, _FAIL | errno.EAFNOSUPPORT))
    # Their pages stay for as long as one of them is mapped, and are nobody's: no limit sees them.
    both = _SHARED | _ANONYMOUS
    mappings = [
        _load(_FOURTH_ARGUMENT),
        (_AND, 0, 0, both),
        *_answer(_EQUAL, both, errno.ENOMEM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    for number, block in ((_CLONE[column], namespaces), (_SOCKET[column], families), (_MMAP[column], mappings)):
        lines += [(_EQUAL, 0, len(block), number), *block]
    _filter([*lines, (_RETURN, 0, 0, _ALLOW)])


def refuse_processes() -> None:
    """Leave this process alone for good, where clone3 is refused already: it starts threads, and neither starts nor signals another."""
    column, _ = _MACHINES[platform.machine()]
    lines = _begin()
    for numbers in _PROCESSES.values():
        number = numbers[column]
        lines += [] if number is None else _answer(_EQUAL, number, errno.EPERM)
    threads = [_load(_FIRST_ARGUMENT), (_ANY_BIT, 1, 0, _THREAD), (_RETURN, 0, 0, _FAIL | errno.EPERM)]
    threads.append((_RETURN, 0, 0, _ALLOW))
    _filter([*lines, (_EQUAL, 0, len(threads), _CLONE[column]), *threads, (_RETURN, 0, 0, _ALLOW)])


def _filter(lines: list[_Line]) -> None:
    """Put a filter before this process's calls, beside those that are there. Needs no_new_privs. Raises `OSError`."""
    code = b"".join(struct.pack("=HBBI", *line) for line in lines)
    held = ctypes.create_string_buffer(code, len(code))
    filled = _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filled), 0, 0) == -1:
        raise OSError(ctypes.get_errno(), "seccomp")


def _begin() -> list[_Line]:
    """Load the call's number; calls by another table than this machine's own end the process."""
    column, architecture = _MACHINES[platform.machine()]
    lines = [_load(_ARCH), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), _load(_NUMBER)]
    return lines + (_answer(_AT_LEAST, _X32, errno.ENOSYS) if column == 0 else [])


def _load(offset: int) -> _Line:
    return _LOAD, 0, 0, offset


def _answer(test: int, value: int, error: int) -> list[_Line]:
    """Where the test holds, the call fails with an error."""
    return [(test, 0, 1, value), (_RETURN, 0, 0, _FAIL | error)]
