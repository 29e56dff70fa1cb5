"""The folders that a sandbox and the grader both see: for a kernel's sockets, and for what is handed in."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psutil

from twinline.classroom.sandbox import wall

_SCRATCH = Path("/tmp")
_CHANNELS = ("shell", "iopub", "stdin", "hb", "control")


def scratch() -> Path:
    """A new folder for a server, short enough for sockets' names, which may have no more than 107 bytes.

    Folders that graders which were killed left behind are removed.
    """
    for path in _SCRATCH.glob("tw-*-*"):
        owner = path.name.split("-")[1]
        with contextlib.suppress(OSError):
            if owner.isdigit() and not psutil.pid_exists(int(owner)) and path.lstat().st_uid == os.geteuid():
                remove(path)
    folder = Path(tempfile.mkdtemp(prefix=f"tw-{os.getpid()}-", dir=_SCRATCH))
    folder.chmod(0o711)
    return folder


def empty(folder: Path) -> None:
    """Remove all that lies in a folder, however deep."""
    for path in folder.iterdir():
        remove(path)


def remove(path: Path) -> None:
    """Remove a file or a folder; unlike Python's own way also where folders lie in folders by the thousand."""
    if path.is_dir() and not path.is_symlink():
        subprocess.run(["rm", "-rf", "--", str(path)], check=False)
    else:
        path.unlink(missing_ok=True)


def connection(exchange: Path) -> dict[str, Any]:
    """Write a kernel's connection file, as it is to be read inside; returns it as it is to be read out here."""
    info: dict[str, Any] = {"transport": "ipc", "signature_scheme": "hmac-sha256", "kernel_name": ""}
    info |= {"key": secrets.token_hex(16)} | {f"{name}_port": number for number, name in enumerate(_CHANNELS, 1)}
    path = exchange / "connection.json"
    path.unlink(missing_ok=True)
    path.write_text(json.dumps(info | {"ip": f"{wall.EXCHANGE}/k"}))
    path.chmod(0o644)
    return info | {"ip": str(exchange / "k")}


def observed_only(bank: Path, target: Path) -> None:
    """Copy a bank without its truth."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(bank, target, ignore=shutil.ignore_patterns("truth"))
