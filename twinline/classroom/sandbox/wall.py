"""What the classroom's outer wall shows. Inside are Python, the kit's code and the learners' data, all read-only."""

import os
import sys
from pathlib import Path

from generators import cache
from generators.errors import BilingualError
from twinline.base.paths import COURSEWARE, DICTIONARY, FEEDBACK, HOME, LEARNED, LESSONS, SOLUTIONS, datasets
from twinline.questions.exam import GIVEN as EXAM_BANK
from twinline.walls import bubblewrap

EXCHANGE = "/exchange"  # for the sockets of a kernel: both sides write
GIVEN = "/given"  # what the grader hands in; read-only inside
LEARNER = "/learner"  # home and working folder of the learner's code; private to each kernel, and in memory
BANK = "bank"  # in an exam, the folder in it that holds the trainee's own bank
DATASETS = "/data"
DISK = 256 << 20  # bytes of the learner's folder
_MATPLOTLIB = f"{LEARNER}/.matplotlib"
_DATASETS = ("course", "tiny", "sample")  # what learners have too, and nothing that somebody put beside them
_PACKAGES = ("twinline", "generators")


class NoSandbox(BilingualError):
    """This machine has no sandbox for grading."""


def refusal() -> NoSandbox | None:
    """Why learners' code cannot be shut in on this machine; None where it can, as far as can be told without trying."""
    wsl = "Grade on Linux: on Windows in WSL (`wsl --install`, then `sudo apt install bubblewrap`), on a Mac in a Linux container."
    wsl_zh = (
        "请在 Linux 上阅卷：Windows 用 WSL（先 `wsl --install`，再 `sudo apt install bubblewrap`），Mac 用 Linux 容器。"
    )
    lacking = bubblewrap.lacking()
    if lacking == (bubblewrap.SYSTEM,):
        return NoSandbox(
            f"Learners' notebooks are only run inside a sandbox, and this system has none. {wsl}",
            f"学员的笔记本只在沙箱里运行，而本系统没有沙箱。{wsl_zh}",
        )
    if lacking == (bubblewrap.MACHINE,):
        return NoSandbox(
            f"Learners' notebooks are only run inside a sandbox, and there is none for this kind of machine. {wsl}",
            f"学员的笔记本只在沙箱里运行，而沙箱不支持本机的处理器。{wsl_zh}",
        )
    if lacking:
        return NoSandbox(
            f"Learners' notebooks are only run inside a sandbox, and {', '.join(lacking)} is missing: "
            "`sudo apt install bubblewrap util-linux` (or your system's package of that name).",
            f"学员的笔记本只在沙箱里运行，但本机缺少 {'、'.join(lacking)}：请先 `sudo apt install bubblewrap util-linux`。",
        )
    return None


def command(exchange: Path, given: Path, inside: list[str], slot: int = 0, *, forks: bool = True) -> list[str]:
    """The command line that runs `inside` behind the wall. `exchange` and `given` are folders of this worker's own.

    For `forks` and `slot` see `twinline.walls.bubblewrap.enclosed`.
    """
    shown = ["--perms", "0777", "--size", str(DISK), "--tmpfs", LEARNER, *_fonts(), *_kit()]
    shown += ["--bind", str(exchange), EXCHANGE, "--ro-bind", str(given), GIVEN]
    return bubblewrap.enclosed(shown, inside, _environment(), home=LEARNER, hostname="grading", slot=slot, forks=forks)


def _kit() -> list[str]:
    """Python, the kit's packages and the learners' datasets; not the lessons, solutions, hidden banks or anybody's work."""
    prefixes = bubblewrap.prefixes()
    words = bubblewrap.read_only(*prefixes)
    words += _covered(Path("/usr"), *map(Path, prefixes))
    packages = [HOME / name for name in _PACKAGES]
    words += bubblewrap.read_only(*packages, DICTIONARY, *([] if COURSEWARE == HOME else [FEEDBACK]))
    words += _covered(*packages)
    words += ["--dir", DATASETS]
    for name in _DATASETS:
        if (datasets() / name).is_dir():
            words += ["--ro-bind", str((datasets() / name).resolve()), f"{DATASETS}/{name}"]
    return words


def _covered(*shown: Path) -> list[str]:
    """Empty folders over what is nobody's business in there, where it happens to lie in a folder that is shown.

    The user's cache holds the banks and worlds that classes are graded on, the kit's learned references the best policy there is.
    """
    return bubblewrap.covered(shown, (*cache.folders(), LEARNED, datasets(), LESSONS, SOLUTIONS))


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
