"""Begin a policy's process: behind a wall where this machine has one, else alone."""

import pickletools
from collections.abc import Sequence
from functools import cache
from itertools import islice

from twinline.base.text import t
from twinline.twin.apart.alone import Alone
from twinline.twin.apart.line import Line
from twinline.twin.apart.walled import NoWall, Walled
from twinline.walls import bubblewrap

_LIBRARIES = ("duckdb", "lifelines", "networkx", "scipy", "sklearn", "statsmodels")  # that take long to import
_MOST_STEPS = 200_000  # of a pickle that are looked through
_told = False


def begin(modules: Sequence[str], megabytes: int) -> Line:
    """A line to a new process for a policy that uses these `modules`. It ends where it takes more than so many `megabytes`.

    Where there is no wall, this is told once.
    """
    global _told
    if protected():
        return Walled(modules, megabytes)
    if not _told:
        _told = True
        print(unprotected())
    return Alone(megabytes)


def protected() -> bool:
    """Whether policies run behind a wall on this machine."""
    return not bubblewrap.lacking() and _wall_stands()


def unprotected() -> str:
    """What a policy can do on a machine without a wall, in one sentence."""
    return t(
        "This computer has no sandbox for policies: yours runs in a process of its own that refuses files, the network and the "
        "simulator, yet code that is out to read the bank's hidden truth from the disk still can.",
        "本机没有可供策略函数使用的沙箱：策略函数在单独的进程里运行，不能打开文件、联网或调用模拟器；但若有人存心编写代码，仍能从磁盘读到银行的隐藏真相。",
    )


def libraries(content: bytes) -> list[str]:
    """The modules of libraries that a pickle names, or the code in it: to be imported once for all futures."""
    found: dict[str, None] = {}
    for _, argument, _ in islice(pickletools.genops(content), _MOST_STEPS):
        parts = argument.split(".") if isinstance(argument, str) else [""]
        if parts[0] in _LIBRARIES and all(part.isidentifier() for part in parts):
            found[".".join(parts)] = None
    return list(found)


@cache
def _wall_stands() -> bool:
    """Whether a wall can be built here: some systems have all that it takes, and forbid it."""
    try:
        Walled((), 4_096).close()
    except NoWall:
        return False
    return True
