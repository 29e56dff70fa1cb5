"""Set up the course and open it. Needs nothing but Python 3.11 or newer; uses the standard library alone.

    python start.py          make .venv, generate the data, lay out workspace/, open JupyterLab
    python start.py test     run the tests, after setting up what they need
        --module m10         those of one module (may be repeated)
        --changed            those of what git says has changed
        --full               everything: all banks, seeds and worlds, both languages, coverage

The grammar stays within Python 3.8, so that an old Python gets as far as being told that it is too old.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import ctypes
import hashlib
import json
import locale
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

if os.name == "nt":
    import msvcrt
else:
    import fcntl

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
RECORD = VENV / "twinline.json"  # what was installed here, for whom; lies inside so that it goes when the venv goes
SCRATCH = ROOT / ".install"  # the lock and, while an install lasts, its downloads: a broken-off one goes on from them
LOCKS = {"learner": ["requirements.lock"], "test": ["requirements.lock", "requirements-test.lock"]}
PYTEST = ["-n", "auto", "--dist", "loadscope", "--no-loadscope-reorder", "--durations", "10"]
PYTEST_FULL = ["--cov", "--cov-report", "term:skip-covered", "--timeout", "1800", "-o", "faulthandler_timeout=2400"]

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}

# ---------------------------------------------------------------- what a person may choose, and how we speak to them

languages = ["en", "zh"]  # the reader's own first; progress is told in that one, trouble in both


def system_language() -> str:
    """The system's language as far as the course has it: "zh" or "en"."""
    if sys.platform == "win32":  # the low ten bits name the language, 4 is Chinese
        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 4 else "en"
    name = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith("zh") else "en"


class Problem(Exception):
    """Something that a person can mend: what went wrong and what to do, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.text = {"en": en, "zh": zh}


def say(en: str, zh: str) -> None:
    """Print a line of progress."""
    print({"en": en, "zh": zh}[languages[0]], flush=True)


class Options(argparse.ArgumentParser):
    """The command line; a mistake in it is a `Problem` like any other."""

    def error(self, message: str):  # noqa: D102
        see = "python start.py --help"
        raise Problem(f"Cannot read the command: {message}. See `{see}`.", f"命令写法不对：{message}。用法见 `{see}`。")


def read_command(arguments: list[str]) -> argparse.Namespace:
    """The choices on the command line, checked."""
    options = Options(prog="start.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lang", choices=["zh", "en"], help="language of the course (default: the system's)")
    options.add_argument("--scale", choices=["tiny", "course"], default="course", help="how much data")
    options.add_argument("--no-browser", action="store_true", help="print the address, open no browser")
    options.add_argument("--port", type=int, help="use this port and no other")
    options.add_argument("--wheels", type=Path, metavar="DIR", help="install from this folder of wheels, no network")
    options.add_argument("task", nargs="?", choices=["test"], help="run the tests; the rest goes to pytest")
    options.add_argument("pytest_arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    choices = options.parse_args(arguments)
    if choices.wheels and not choices.wheels.is_dir():
        raise Problem(
            f"There is no folder {choices.wheels} (--wheels).", f"找不到文件夹 {choices.wheels}（--wheels）。"
        )
    return choices


# ---------------------------------------------------------------- what can go wrong


def check_python() -> None:
    """Refuse an old Python, naming a newer one if this machine has it."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    here = ".".join(map(str, sys.version_info[:3]))
    newer = next((name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)), None)
    en = f"This machine has one: `{newer} start.py`." if newer else "Install one from python.org, then try again."
    zh = f"本机已有一个：请运行 `{newer} start.py`。" if newer else "请从 python.org 安装新版后再试。"
    raise Problem(
        f"This is Python {here}; the course needs 3.11 or newer. {en}",
        f"当前 Python 是 {here}，本课程需要 3.11 或更高版本。{zh}",
    )


def check_port(port: int) -> None:
    """Find out now, not after minutes of installing, whether the wished port can be had."""
    with socket.socket() as probe:
        if os.name != "nt":  # there it would let us share the port of a running server
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            en = f"Port {port} is taken or not allowed. Choose another with --port; without it a free one is found."
            zh = f"端口 {port} 已被占用或不允许使用。请用 --port 换一个；不写 --port 则自动找一个空闲端口。"
            raise Problem(en, zh) from None


# What pip, uv, venv and the system say when something fails → what a person should do about it.
SIGNS = {
    "disk full": (
        r"no space left|errno 28\b|os error (28|112)\b|winerror 112\b|quota exceeded|not enough space",
        "The disk is full: the course needs about 2 GB here and some room in the temporary folder. "
        "Free some space and run the same command again; what was already downloaded is kept.",
        "磁盘空间不足：本课程约需 2 GB，临时文件夹也要留有余量。清理后重新运行同一条命令即可，已下载的内容不会白费。",
    ),
    "read-only": (
        r"read-only file system|permission denied|access is denied|os error (5|13|30)\b|winerror (5|32)\b",
        f"Cannot write to {ROOT}. Put the course into a folder of your own (your home or documents folder); "
        "if it is yours already, close the course windows that are still open. Then run the same command again.",
        f"无法写入 {ROOT}。请把课程放到自己有写权限的文件夹（如“文档”）；若本来就有权限，请先关掉还开着的课程窗口，再运行同一条命令。",
    ),
    "no venv": (
        r"ensurepip|no module named '?venv",
        "This Python comes without its venv module. On Debian or Ubuntu: `sudo apt install python3-venv`; "
        "elsewhere install Python from python.org. Then run the same command again.",
        "当前 Python 缺少 venv 模块。Debian/Ubuntu 请运行 `sudo apt install python3-venv`，其他系统请安装 python.org 的 Python，然后重新运行同一条命令。",
    ),
    "no network": (
        r"newconnectionerror|name resolution|nameresolution|getaddrinfo|network is unreachable|connection refused"
        r"|connection reset|timed? ?out|proxyerror|sslerror|certificate|dns error|error sending request|tcp connect",
        "Cannot reach the Python package index. Check the network; inside a company set pip to its mirror "
        "(`pip config set global.index-url …`) or install from a folder of wheels: `python start.py --wheels DIR`.",
        "连不上 Python 软件源。请检查网络；在行内网络请把 pip 指向内部镜像（`pip config set global.index-url …`），"
        "或用离线安装包：`python start.py --wheels 文件夹`。",
    ),
}


class Failed(Problem):
    """A program ended badly. `sign` names the trouble that its output shows, "" when we do not know it."""

    def __init__(self, output: str) -> None:
        self.sign = next((name for name, (shows, *_) in SIGNS.items() if re.search(shows, output, re.IGNORECASE)), "")
        last = "\n".join(output.strip().splitlines()[-8:])
        unknown = ("", f"Setting up failed; the last lines say why:\n{last}", "安装失败，原因见英文提示中的最后几行。")
        super().__init__(*SIGNS.get(self.sign, unknown)[1:])


# ---------------------------------------------------------------- running other programs


def surroundings(lang: str) -> dict[str, str]:
    """Environment variables for every program that we start."""
    ours = {
        name: str(SCRATCH / "downloads") for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR")
    }  # on one disk: uv links files
    not_here = ["PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PIP_USER", "PIP_TARGET"]
    theirs = {
        k: v for k, v in os.environ.items() if k not in not_here
    }  # uncompiled, each kernel starts 3 seconds later
    env = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", **ours, **theirs}
    env["PATH"] = f"{in_venv('python').parent}{os.pathsep}{env.get('PATH', '')}"  # nbgrader calls alembic by name
    env.update(VIRTUAL_ENV=str(VENV), PYTHONUTF8="1", TWINLINE_LANG=lang, UV_PYTHON_DOWNLOADS="never")
    return env


def in_venv(program: str) -> Path:
    """Where a program of the course's environment lies."""
    return VENV / "Scripts" / f"{program}.exe" if os.name == "nt" else VENV / "bin" / program


def run(command: list[object], env: dict[str, str]) -> str:
    """Run a program to its end and return what it printed; on a terminal its latest line shows meanwhile."""
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT, env=env, **QUIET, encoding="utf-8", errors="replace")
    lines = []
    width = shutil.get_terminal_size().columns - 4 if sys.stdout.isatty() else 0
    try:
        with process.stdout as output:
            for line in output:
                lines.append(line)
                if width:
                    print(end="\r  " + line.strip()[:width].ljust(width), flush=True)
        process.wait()
    finally:
        if process.poll() is None:  # Ctrl-C: leave nothing behind that still writes into the venv
            process.terminate()
            process.wait()
        if width:
            print(end="\r" + " " * (width + 2) + "\r", flush=True)
    if process.returncode:
        raise Failed("".join(lines))
    return "".join(lines)


def hand_over(command: list[object], env: dict[str, str]) -> int:
    """Give the terminal to a program until it ends; Ctrl-C reaches it too, so we only wait."""
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            return process.wait()


def taken(lock) -> bool:
    """Try to take the lock file; the system lets go of it when this process ends, however it ends."""
    try:
        if os.name == "nt":
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:  # a network drive without locks: go on without one
        pass
    return False


@contextlib.contextmanager
def one_at_a_time():
    """Let a second start wait until the first has set everything up."""
    SCRATCH.mkdir(exist_ok=True)
    with (SCRATCH / "lock").open("a") as lock:
        if taken(lock):
            say("Another start is setting up; waiting for it …", "另一个窗口正在安装，请稍候……")
            while taken(lock):
                time.sleep(0.5)
        yield


# ---------------------------------------------------------------- the environment


def venv_version() -> str | None:
    """The version of the venv's Python, or None when it is too old, has no pip or does not run."""
    question = "import sys, pip; print(*sys.version_info[:3], sep='.'); assert sys.version_info >= (3, 11)"
    try:
        return subprocess.run([str(in_venv("python")), "-c", question], **QUIET, check=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def digest_of(profile: str) -> str:
    """Changes whenever the profile's environment has to be installed again."""
    digest = hashlib.sha256()
    for name in [*LOCKS[profile], "pyproject.toml"]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def set_up(profile: str, wheels: Path | None, env: dict[str, str]) -> None:
    """Make the environment ready: nothing to do, bring it up to date, or make it anew if it is broken, cut off or moved."""
    record, version = {}, venv_version()
    with contextlib.suppress(OSError, ValueError):  # a venv without our record was made by someone else: we add to it
        record = json.loads(RECORD.read_text("utf-8"))
    sound = version and not record.get("installing") and record.get("root", str(ROOT)) == str(ROOT)
    sound = sound and record.get("python", version) == version
    if sound and record.get(profile) == digest_of(profile):
        return
    if not sound:
        make_venv(profile, env)
        version = venv_version()
    known = {"root": str(ROOT), "python": version}
    RECORD.write_text(json.dumps({**known, "installing": True}), "utf-8")
    install(ROOT / LOCKS[profile][-1], wheels, env)
    done = {name: digest_of(name) for name in LOCKS if set(LOCKS[name]) <= set(LOCKS[profile])}
    RECORD.write_text(json.dumps({**known, **done}), "utf-8")
    shutil.rmtree(SCRATCH / "downloads", ignore_errors=True)


def make_venv(profile: str, env: dict[str, str]) -> None:
    """Make .venv from nothing. A Python package that was cut off half-way looks whole to pip and uv, so we never mend."""
    say("Making the course's own Python environment (.venv) …", "正在建立课程专用的 Python 环境（.venv）……")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    RECORD.write_text(json.dumps({"installing": True}), "utf-8")
    base = getattr(sys, "_base_executable", sys.executable)
    try:
        run([base, "-m", "venv", VENV], env)
    except Failed as failure:  # on Debian a package of its own
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        if failure.sign != "no venv" or profile != "test" or not root or not shutil.which("apt-get"):
            raise
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        run(["apt-get", "-qq", "update"], env)
        run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", package], env)
        run([base, "-m", "venv", "--clear", VENV], env)


def install(lock: Path, wheels: Path | None, env: dict[str, str]) -> None:
    """Install the lock and the course itself: with uv, which takes seconds, or else with pip, which takes minutes."""
    say(
        "Installing about 150 packages; the first time takes a few minutes …",
        "正在安装约 150 个软件包，首次需要几分钟……",
    )
    offline = ["--no-index", "--find-links", wheels.resolve()] if wheels else []
    pip = [in_venv("python"), "-m", "pip"]
    from_lock = ["install", "--require-hashes", "--no-deps", *offline, "-r"]
    this_course = ["install", "--no-deps", "--no-build-isolation", *offline, "-e", ROOT]
    try:
        run([*pip, *from_lock, ROOT / "requirements-uv.lock", "--retries", "2"], env)
    except Failed as failure:
        if failure.sign:  # pip knows the user's mirror: where it cannot get through, nothing can
            raise
    else:
        settings = {} if wheels else uv_settings(subprocess.check_output([*pip, "config", "list"], env=env, text=True))
        uv, uv_env = [in_venv("uv"), "pip"], {**settings, **env}
        try:
            run([*uv, *from_lock, lock], uv_env)
            run([*uv, *this_course], uv_env)
            return
        except Failed as failure:
            if failure.sign in ("disk full", "read-only"):
                raise
    say("uv cannot install here; going on with pip, which is slower …", "uv 在此无法使用，改用 pip 安装，会慢一些……")
    run([*pip, *from_lock, lock], env)
    run([*pip, *this_course], env)


UV_NAMES = {
    **{"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "no-index": "UV_NO_INDEX"},
    **{"find-links": "UV_FIND_LINKS", "trusted-host": "UV_INSECURE_HOST", "proxy": "ALL_PROXY"},
    **{"cert": "SSL_CERT_FILE", "client-cert": "SSL_CLIENT_CERT", "default-timeout": "UV_HTTP_TIMEOUT"},
    "timeout": "UV_HTTP_TIMEOUT",
}


def uv_settings(pip_config: str) -> dict[str, str]:
    """What `pip config list` prints, as uv's variables. pip lets [install] overrule [global], and its variables both."""
    found = {}
    for section in ("global", "install", ":env:"):
        for line in pip_config.splitlines():
            name, _, value = line.partition("=")
            variable = UV_NAMES.get(name[len(section) + 1 :]) if name.startswith(section + ".") else None
            if variable:
                found[variable] = ("," if variable == "UV_FIND_LINKS" else " ").join(ast.literal_eval(value).split())
    # Like pip, look for a version in every index; the hashes keep out what is not ours.
    return {**found, "UV_INDEX_STRATEGY": "unsafe-best-match", "UV_SYSTEM_CERTS": "1"}


# ---------------------------------------------------------------- the course


def open_course(choices: argparse.Namespace, env: dict[str, str]) -> int:
    """Make the data, lay out the learner's workspace, and give the terminal to JupyterLab."""
    python, lang = in_venv("python"), languages[0]
    env["TWINLINE_SCALE"] = choices.scale  # what lessons load
    with one_at_a_time():
        set_up("learner", choices.wheels, env)
        for step in (["data", "ensure", "--scale", choices.scale], ["workspace", "--lang", lang]):
            code = hand_over([python, "-m", "twinline", *step], env)
            if code:
                return code
    lab = [python, "-m", "twinline.lab", "--lang", lang]
    lab += (["--port", choices.port] if choices.port else []) + (["--no-browser"] if choices.no_browser else [])
    say(
        "Opening JupyterLab. To stop it, press Ctrl-C in this window.",
        "正在打开 JupyterLab。要退出，请在本窗口按 Ctrl-C。",
    )
    return hand_over(lab, env)


def run_tests(choices: argparse.Namespace, env: dict[str, str]) -> int:
    """Run the tests that the arguments name; programs that some need are installed first where we may (`needs`)."""
    python, named = in_venv("python"), choices.pytest_arguments
    with one_at_a_time():
        set_up("test", choices.wheels, env)
        hand_over([python, "-m", "tests.support.needs"], env)
    return hand_over([python, "-m", "pytest", *PYTEST, *(PYTEST_FULL if "--full" in named else []), *named], env)


def main(arguments: list[str]) -> int:
    """Do what the command line asks; a problem ends it with one clear paragraph and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot show Chinese must not stop the course
            stream.reconfigure(errors="replace")
    try:
        languages.sort(key=system_language().__ne__)
        check_python()
        choices = read_command(arguments)
        languages.sort(key=(choices.lang or languages[0]).__ne__)
        if choices.port is not None:
            check_port(choices.port)
        env = surroundings(languages[0])
        return run_tests(choices, env) if choices.task else open_course(choices, env)
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again and it goes on.", "\n已停止。重新运行同一条命令即可继续。")
        return 130
    except (Problem, OSError) as trouble:
        problem = trouble if isinstance(trouble, Problem) else Failed(str(trouble))
        print(*(problem.text[name] for name in languages), sep="\n", file=sys.stderr)
        return 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what we started ends with us
    sys.exit(main(sys.argv[1:]))
