"""The outer wall: bubblewrap's command line, of which whoever builds one says what it shows."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from twinline.walls import syscalls

SYSTEM, MACHINE = "system", "machine"
_SYSTEM_FOLDERS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = (
    "alternatives",
    "fonts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "nsswitch.conf",
)
_FIRST_UID = 64_100  # of the users that root becomes: one a slot, and nobody else's


def lacking() -> tuple[str, ...]:
    """What keeps this machine from having a wall, as far as can be told without trying; empty where nothing does.

    `SYSTEM` where it is no Linux, `MACHINE` where its processor is not known here, else the programs that are missing.
    """
    if not sys.platform.startswith("linux"):
        return (SYSTEM,)
    if not syscalls.known_machine():
        return (MACHINE,)
    needed = ("bwrap", *(("setpriv",) if os.geteuid() == 0 else ()))
    return tuple(name for name in needed if shutil.which(name) is None)


def enclosed(
    shown: Iterable[str],
    inside: Iterable[str],
    environment: Mapping[str, str],
    *,
    home: str,
    hostname: str,
    slot: int = 0,
    forks: bool = True,
    outlives: bool = False,
) -> list[str]:
    """The command line that runs `inside` behind a wall, where nothing is but the system's programs and what is `shown`.

    `shown` are words of bubblewrap's; `home` is the working folder. Everything is read-only that `shown` does not let be
    written. `forks` leaves user namespaces to what runs inside, for walls of its own. Root becomes the user of `slot`, who
    owns nothing. What `outlives` the thread that started it must see for itself when nobody needs it any more.
    """
    root = os.geteuid() == 0
    words = ["bwrap", *([] if outlives else ["--die-with-parent"]), "--new-session", "--unshare-pid", "--unshare-net"]
    words += ["--unshare-ipc", "--unshare-uts", "--hostname", hostname, "--unshare-cgroup-try"]
    if root:
        for power in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            words += ["--cap-add", power]
    else:
        words += ["--unshare-user", *([] if forks else ["--disable-userns"])]
    words += [*_system(), "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    words += ["--dev-bind", "/dev/null", "/dev/zero"]  # a shared mapping of it is memory that no limit counts
    words += shown
    words += ["--remount-ro", "/tmp", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", home, "--clearenv"]
    for name, value in environment.items():
        words += ["--setenv", name, value]
    return [*words, "--", *(_become(uid(slot)) if root else []), *inside]


def _become(user: int) -> list[str]:
    words = ["setpriv", "--reuid", str(user), "--regid", str(user), "--clear-groups", "--bounding-set", "-all"]
    return [*words, "--inh-caps", "-all", "--no-new-privs", "--"]


def uid(slot: int) -> int:
    """The user that code of a slot runs as: on a root's machine one that owns nothing, else oneself."""
    return _FIRST_UID + slot if os.geteuid() == 0 else os.geteuid()


def read_only(*paths: str | Path) -> list[str]:
    """Words that show these paths, those of them that there are, where they lie."""
    words = []
    for path in map(Path, paths):
        if path.exists():
            for folder in reversed(path.parents[:-1]):  # bubblewrap would make them for root's eyes only
                words += ["--dir", str(folder)]
            words += ["--ro-bind", str(path), str(path)]
    return words


def covered(shown: Iterable[Path], places: Iterable[Path]) -> list[str]:
    """Words that lay empty folders over the `places` that happen to lie in one of the folders that are `shown`."""
    words, folders = [], [folder.resolve() for folder in shown]
    for place in dict.fromkeys(path.resolve() for path in places):
        if any(place.is_relative_to(folder) for folder in folders):
            place.mkdir(parents=True, exist_ok=True)  # or it would come to light once somebody makes it
            words += ["--perms", "0555", "--tmpfs", str(place), "--remount-ro", str(place)]
    return words


def prefixes() -> list[str]:
    """The folders of this Python and of what is installed for it, beside the system's own."""
    return sorted({sys.base_prefix, sys.prefix} - {"/usr"})


def _system() -> list[str]:
    words = read_only("/usr")
    for path in map(Path, _SYSTEM_FOLDERS):
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        else:
            words += read_only(path)
    return [*words, *read_only(*(f"/etc/{name}" for name in _ETC))]
