"""The outer wall: bubblewrap's command line. Inside are Python, the kit's code and the learners' data, all read-only."""

import os
import shutil
import sys
from pathlib import Path

from generators import cache
from generators.errors import BilingualError
from twinline.base.paths import COURSEWARE, DICTIONARY, FEEDBACK, HOME, LEARNED, LESSONS, SOLUTIONS, datasets
from twinline.classroom.sandbox import syscalls
from twinline.questions.exam import GIVEN as EXAM_BANK

EXCHANGE = "/exchange"  # for the sockets of a kernel: both sides write
GIVEN = "/given"  # what the grader hands in; read-only inside
LEARNER = "/learner"  # home and working folder of the learner's code; private to each kernel, and in memory
BANK = "bank"  # in an exam, the folder in it that holds the trainee's own bank
DATASETS = "/data"
DISK = 256 << 20  # bytes of the learner's folder
_MATPLOTLIB = f"{LEARNER}/.matplotlib"
_DATASETS = ("course", "tiny", "sample")  # what learners have too, and nothing that somebody put beside them
_PACKAGES = ("twinline", "generators")
_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
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
_FIRST_UID = 64_100  # of the users that root becomes: one a worker, and nobody else's


class NoSandbox(BilingualError):
    """This machine has no sandbox for grading."""


def refusal() -> NoSandbox | None:
    """Why learners' code cannot be shut in on this machine; None where it can, as far as can be told without trying."""
    wsl = "Grade on Linux: on Windows in WSL (`wsl --install`, then `sudo apt install bubblewrap`), on a Mac in a Linux container."
    wsl_zh = (
        "请在 Linux 上阅卷：Windows 用 WSL（先 `wsl --install`，再 `sudo apt install bubblewrap`），Mac 用 Linux 容器。"
    )
    if not sys.platform.startswith("linux"):
        return NoSandbox(
            f"Learners' notebooks are only run inside a sandbox, and this system has none. {wsl}",
            f"学员的笔记本只在沙箱里运行，而本系统没有沙箱。{wsl_zh}",
        )
    if not syscalls.known_machine():
        return NoSandbox(
            f"Learners' notebooks are only run inside a sandbox, and there is none for this kind of machine. {wsl}",
            f"学员的笔记本只在沙箱里运行，而沙箱不支持本机的处理器。{wsl_zh}",
        )
    lacking = [name for name in ("bwrap", *(("setpriv",) if os.geteuid() == 0 else ())) if shutil.which(name) is None]
    if lacking:
        return NoSandbox(
            f"Learners' notebooks are only run inside a sandbox, and {', '.join(lacking)} is missing: "
            "`sudo apt install bubblewrap util-linux` (or your system's package of that name).",
            f"学员的笔记本只在沙箱里运行，但本机缺少 {'、'.join(lacking)}：请先 `sudo apt install bubblewrap util-linux`。",
        )
    return None


def command(exchange: Path, given: Path, inside: list[str], slot: int = 0, *, forks: bool = True) -> list[str]:
    """The command line that runs `inside` behind the wall. `exchange` and `given` are folders of this worker's own.

    `forks` leaves user namespaces to what runs inside, for walls of its own. Root becomes the user of `slot`, who owns nothing.
    """
    root = os.geteuid() == 0
    words = ["bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    words += ["--unshare-uts", "--hostname", "grading", "--unshare-cgroup-try"]
    if root:
        for power in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            words += ["--cap-add", power]
    else:
        words += ["--unshare-user", *([] if forks else ["--disable-userns"])]
    words += [*_system(), "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    words += ["--dev-bind", "/dev/null", "/dev/zero"]  # a shared mapping of it is memory that no limit counts
    words += ["--perms", "0777", "--size", str(DISK), "--tmpfs", LEARNER, *_fonts(), *_kit()]
    words += ["--bind", str(exchange), EXCHANGE, "--ro-bind", str(given), GIVEN]
    words += ["--remount-ro", "/tmp", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", LEARNER, "--clearenv"]
    for name, value in _environment().items():
        words += ["--setenv", name, value]
    return [*words, "--", *(_become(uid(slot)) if root else []), *inside]


def _become(user: int) -> list[str]:
    words = ["setpriv", "--reuid", str(user), "--regid", str(user), "--clear-groups", "--bounding-set", "-all"]
    return [*words, "--inh-caps", "-all", "--no-new-privs", "--"]


def uid(slot: int) -> int:
    """The user that learners' code of a worker runs as: on a root's machine one that owns nothing, else oneself."""
    return _FIRST_UID + slot if os.geteuid() == 0 else os.geteuid()


def _read_only(*paths: str | Path) -> list[str]:
    words = []
    for path in map(Path, paths):
        if path.exists():
            for folder in reversed(path.parents[:-1]):  # bubblewrap would make them for root's eyes only
                words += ["--dir", str(folder)]
            words += ["--ro-bind", str(path), str(path)]
    return words


def _system() -> list[str]:
    words = _read_only("/usr")
    for path in map(Path, _SYSTEM):
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        else:
            words += _read_only(path)
    return [*words, *_read_only(*(f"/etc/{name}" for name in _ETC))]


def _kit() -> list[str]:
    """Python, the kit's packages and the learners' datasets; not the lessons, solutions, hidden banks or anybody's work."""
    prefixes = sorted({sys.base_prefix, sys.prefix} - {"/usr"})
    words = _read_only(*prefixes)
    words += _covered(Path("/usr"), *map(Path, prefixes))
    words += _read_only(*(HOME / name for name in _PACKAGES), DICTIONARY, *([] if COURSEWARE == HOME else [FEEDBACK]))
    words += _covered(*(HOME / name for name in _PACKAGES))
    words += ["--dir", DATASETS]
    for name in _DATASETS:
        if (datasets() / name).is_dir():
            words += ["--ro-bind", str((datasets() / name).resolve()), f"{DATASETS}/{name}"]
    return words


def _covered(*shown: Path) -> list[str]:
    """Empty folders over what is nobody's business in there, where it happens to lie in a folder that is shown.

    The user's cache holds the banks and worlds that classes are graded on, the kit's learned references the best policy there is.
    """
    words, places = [], (*cache.folders(), LEARNED, datasets(), LESSONS, SOLUTIONS)
    for place in dict.fromkeys(path.resolve() for path in places):
        if any(place.is_relative_to(folder.resolve()) for folder in shown):
            place.mkdir(parents=True, exist_ok=True)  # or it would come to light once somebody makes it
            words += ["--perms", "0555", "--tmpfs", str(place), "--remount-ro", str(place)]
    return words


def _fonts() -> list[str]:
    """matplotlib's folder, with its list of this machine's fonts where there is one: making it takes seconds."""
    chosen = os.environ.get("MPLCONFIGDIR")
    home = Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
    words = ["--perms", "0777", "--dir", _MATPLOTLIB]
    for path in sorted(home.glob("fontlist-*.json")):
        words += ["--ro-bind", str(path), f"{_MATPLOTLIB}/{path.name}"]
    return words


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("TWINLINE_SCALE", "TZ") if name in os.environ}
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": LEARNER,
        "TMPDIR": LEARNER,
        "USER": "learner",
        "LOGNAME": "learner",
        "LANG": "C.UTF-8",
        "IPYTHONDIR": f"{LEARNER}/.ipython",
        "MPLCONFIGDIR": _MATPLOTLIB,
        "PYTHONPATH": str(HOME),
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",  # a thread would not survive the fork
        "NBGRADER_EXECUTION": "autograde",
        "TWINLINE_CACHE": f"{LEARNER}/.cache",
        "TWINLINE_COURSEWARE": str(COURSEWARE),
        "TWINLINE_DATASETS": DATASETS,
        EXAM_BANK: f"{GIVEN}/{BANK}",
        "TWINLINE_WORKSPACE": LEARNER,
        "TWINLINE_SOLUTIONS": "never",
    }
