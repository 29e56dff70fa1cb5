"""A policy's process without a wall: where the system has none."""

import contextlib
import os
import subprocess
import sys
import sysconfig
from typing import BinaryIO, cast

from generators import cache
from twinline.base.paths import HOME, datasets, workspace
from twinline.twin.apart.wire import receive, send

_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "LANG", "LC_ALL", "COMSPEC", "WINDIR")
_START = "import sys; sys.path.append({kit!r}); from twinline.twin.apart import child; child.main({kit!r})"


class Alone:
    """A `Line` to a process that refuses by itself what a policy may not have. What it refuses, libraries in C pass by."""

    def __init__(self, megabytes: int) -> None:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-c", _START.format(kit=str(HOME))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=sysconfig.get_path("stdlib"),  # nothing of the learner's lies there
        )
        private = [str(place) for place in (datasets(), workspace(), *cache.folders())]
        try:
            send(self.out, {"private": private, "megabytes": megabytes})
            receive(self.source)
        except OSError:
            pass  # whoever asks first hears that it has gone
        except BaseException:
            self.close()
            raise

    @property
    def source(self) -> BinaryIO:
        """Where its answers come from."""
        return cast("BinaryIO", self._process.stdout)

    @property
    def out(self) -> BinaryIO:
        """Where it is asked."""
        return cast("BinaryIO", self._process.stdin)

    def fresh(self) -> "Alone":
        """The same one: to start another takes a second, and a policy's own variables are taken in again anyway."""
        return self

    def end(self) -> None:
        """End the process."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of the line."""
        self.end()
        self._process.wait()
        for pipe in (self.source, self.out):
            with contextlib.suppress(OSError):  # what was on its way when the process ended
                pipe.close()
