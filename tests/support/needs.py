"""Programs that some tests need and Python's packages do not bring: what is here, what can be installed, what is left out.

A test says `@pytest.mark.needs("bubblewrap")`. `python start.py test` runs this file first, which installs what it can; what
is still missing then leaves its tests out. Uses the standard library alone.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PROXY = HOME / ".install" / "proxy"  # the hub's, a program of Node.js
_PINNED = HOME / "deploy" / "jupyterhub"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
_QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass(frozen=True)
class Program:
    """How to see whether a program can be used here, and the Debian packages that bring it."""

    here: Callable[[], bool]
    packages: tuple[str, ...]


def _works(*command: str) -> bool:
    try:
        return subprocess.run(command, **_QUIET, cwd=HOME, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def browser() -> str | None:
    """The browser that tests open."""
    return next((found for name in _BROWSERS if (found := shutil.which(name)) and _works(found, "--version")), None)


def _driver_works() -> bool:
    """Whether Playwright can drive it: its program of Node.js wants a library that a bare Debian has not."""
    found = importlib.util.find_spec("playwright")
    node = Path(found.origin).parent / "driver" / "node" if found and found.origin else None
    return node is None or not node.exists() or _works(str(node), "--version")


def postgresql(name: str) -> str | None:
    """A program of PostgreSQL's server; Debian keeps them off the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or next((str(path) for path in kept), None)


def _shuts_in() -> bool:
    """Whether bubblewrap works: a container or a system may have it and let nobody make namespaces."""
    return _works(
        "bwrap", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"
    )


def _proxy_is_there() -> bool:
    made = PROXY / "node_modules" / ".package-lock.json"  # npm writes it last
    pinned = PROXY / "package-lock.json"
    same = pinned.is_file() and pinned.read_bytes() == (_PINNED / "package-lock.json").read_bytes()
    return same and made.is_file() and shutil.which("node") is not None


def _makes_accounts() -> bool:
    """A class is many accounts: root has them, others a range of ids in /etc/subuid."""
    return _ROOT or _works("unshare", "--user", "--map-root-user", "--map-auto", "--", "true")


PROGRAMS = {
    "chromium": Program(lambda: browser() is not None and _driver_works(), ("chromium", "libatomic1")),
    "bubblewrap": Program(_shuts_in, ("bubblewrap",)),
    "git": Program(lambda: _works("git", "rev-parse", "--verify", "HEAD"), ("git",)),
    "proxy": Program(_proxy_is_there, ("nodejs", "npm")),
    "accounts": Program(_makes_accounts, ("uidmap",)),
    "postgresql": Program(lambda: all(map(postgresql, ("initdb", "pg_ctl", "createdb"))), ("postgresql",)),
}


@functools.cache
def missing(name: str) -> bool:
    """Whether a test that needs this program cannot run. Raises `KeyError` for one that is not in the table."""
    return not PROGRAMS[name].here()


def nothing_may_be_left_out() -> bool:
    """On a build server a test that cannot run is a failure."""
    return os.environ.get("CI", "").lower() in ("true", "1")


def command(names: list[str]) -> str:
    """The one command with which a person gets these programs on Debian or Ubuntu; others have packages of like names."""
    packages = dict.fromkeys(package for name in names for package in PROGRAMS[name].packages)
    return f"sudo apt-get install {' '.join(packages)}"


def install() -> None:
    """Install what is missing and can be had: with apt as root, the proxy with npm. What fails stays missing."""
    if _ROOT and shutil.which("apt-get"):
        packages = [package for name in PROGRAMS if missing(name) for package in _lacking(name)]
        if packages:
            _say(f"Installing {' '.join(packages)} …", f"正在安装 {' '.join(packages)}……")
            _apt(list(dict.fromkeys(packages)))
    npm = shutil.which("npm")
    if npm and not _proxy_is_there():
        _say("Installing the hub's proxy …", "正在安装服务器的代理程序……")
        PROXY.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(_PINNED / name, PROXY / name)
        words = [npm, "ci", "--prefix", str(PROXY), "--omit=dev", "--no-audit", "--no-fund"]
        subprocess.run(words, stdin=subprocess.DEVNULL, check=False)


def _lacking(name: str) -> list[str]:
    """The packages of a program that are worth asking for: not those of a proxy that npm alone has still to fetch."""
    if name == "proxy":
        return [package for package, tool in (("nodejs", "node"), ("npm", "npm")) if not shutil.which(tool)]
    return list(PROGRAMS[name].packages)


def _apt(packages: list[str]) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]

    def run(*words: str) -> bool:
        done = subprocess.run([*get, *words], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
        return done.returncode == 0

    run("update")
    wanted = ["install", "-y", "--no-install-recommends"]
    if not run(*wanted, *packages):  # one that this system does not have must not cost the others
        for package in packages:
            run(*wanted, package)


def _say(en: str, zh: str) -> None:
    print(zh if os.environ.get("TWINLINE_LANG") == "zh" else en, flush=True)


if __name__ == "__main__":
    install()
