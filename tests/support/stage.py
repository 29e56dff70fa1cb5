"""A machine of its own for the hub's tests: this one's programs, with accounts, homes, processes and a net apart.

Everything that the test changes (accounts in /etc, homes, /opt, /srv, /var) is a copy or an empty file system in
namespaces of bubblewrap's, so that nothing is left behind however the test ends, and the server's real places and ports
can be used. It needs root, or (not tried yet) newuidmap with a range of ids in /etc/subuid: a class is many accounts.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.needs import PROXY

HOME = Path(__file__).resolve().parents[2]
EMPTY = ["/root", "/home", "/opt", "/srv", "/run", "/var"]
KIT = "/opt/twinline"


def blocked(path: Path) -> str | None:
    """The uppermost folder on the way to `path` that other accounts cannot pass."""
    return next((str(each) for each in reversed(path.parents) if not each.stat().st_mode & 0o001), None)


def command(workdir: Path, program: list[str]) -> list[str]:
    """What runs `program` as root of a machine of its own; it finds `workdir` as /root/work."""
    node = shutil.which("node")
    assert node is not None, "the test that asks is marked as one that needs it"
    needed = {HOME, PROXY, *(Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix))}
    if lies_in(Path(node).resolve(), EMPTY):
        needed.add(Path(node).resolve().parents[1])
    shut = {found for path in needed if (found := blocked(path))}
    empty = list(dict.fromkeys([*EMPTY, "/tmp", *sorted(shut)]))
    words = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--cap-add", "ALL"]
    words += ["--dev-bind", "/", "/", "--proc", "/proc"]
    for folder in empty:
        words += ["--perms", "1777" if folder == "/tmp" else "0755", "--tmpfs", folder]
    places = {str(path): str(path) for path in sorted(needed)} | {
        f"{KIT}/.venv": sys.prefix,
        f"{KIT}/proxy": str(PROXY),
    }
    for folder in sorted({str(each) for place in places for each in Path(place).parents if lies_in(each, empty)}):
        words += ["--perms", "0755", "--dir", folder]
    for place, path in places.items():
        words += ["--ro-bind", path, place]
    words += ["--bind", str(copy_of_etc(workdir)), "/etc", "--bind", str(workdir), "/root/work"]
    words += ["--chdir", "/"]
    return [*become_root(), *words, "--", *program]


def lies_in(path: Path, folders: list[str]) -> bool:
    """Whether a path is inside one of these folders."""
    return any(path.is_relative_to(folder) and str(path) != folder for folder in folders)


def become_root() -> list[str]:
    """Nothing for root; otherwise a user namespace with ids for the accounts."""
    if os.geteuid() == 0:
        return []
    return ["unshare", "--user", "--map-root-user", "--map-auto", "--"]


def copy_of_etc(workdir: Path) -> Path:
    """The machine's settings, to be changed freely; what we may not read (the real passwords) is left out."""
    target = workdir / "etc"
    for folder, folders, names in os.walk("/etc"):
        folders[:] = [name for name in folders if os.access(Path(folder, name), os.R_OK | os.X_OK)]
        place = target / Path(folder).relative_to("/etc")
        place.mkdir(exist_ok=True)
        for name in names:
            if name not in ("shadow", "gshadow", "shadow-", "gshadow-") and os.access(Path(folder, name), os.R_OK):
                shutil.copy2(Path(folder, name), place / name, follow_symlinks=False)
        for name in folders:
            if Path(folder, name).is_symlink():
                (place / name).symlink_to(Path(folder, name).readlink())
    return target


def run(workdir: Path, script: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a Python script in there."""
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TERM")}
    words = command(workdir, [f"{KIT}/.venv/bin/python", str(script)])
    return subprocess.run(words, env=clean | environment, capture_output=True, text=True, check=False)
