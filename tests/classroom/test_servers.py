"""What kernels come from: a warm fork server, or a new sandbox each. Both shut in alike, and neither leaves anything behind."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from twinline.classroom.sandbox.fresh import FreshServer
from twinline.classroom.sandbox.kernels import Kernel
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.server import ForkServer, KernelGone
from twinline.classroom.sandbox.unsafe import OpenServer

pytestmark = pytest.mark.needs("bubblewrap")

LIMITS = Limits(cell_seconds=10.0, seconds=60.0)
GETS = """
import ctypes, fcntl, mmap, os, socket
libc, got = ctypes.CDLL(None), []
def reach(name, how):
    try:
        if how() not in (-1, None): got.append(name)
    except (OSError, ValueError): pass
reach('memfd', lambda: os.memfd_create('x'))
reach('shm', lambda: libc.shmget(0, 1 << 20, 0o1600))
reach('io_uring', lambda: libc.syscall(425, 8, 0))
reach('keys', lambda: libc.syscall(248, b'user', b'x', b'y', 1, -4))
reach('namespace', lambda: libc.unshare(0x10020000))
reach('vsock', lambda: socket.socket(40, socket.SOCK_STREAM))
reach('mapping', lambda: mmap.mmap(-1, 1 << 20))
reach('zero', lambda: mmap.mmap(os.open('/dev/zero', os.O_RDWR), 1 << 20))
reach('lock', lambda: fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX) or 1)
print('got', got)
"""
FLOOD = """
import time
kernel = get_ipython().kernel
socket = getattr(kernel.shell_stream, 'socket', kernel.shell_stream)
for _ in range(60):
    socket.send_multipart([*kernel._parent_ident['shell'], b'<IDS|MSG>', b'x' * (15 << 20)], flags=1)
    time.sleep(0.02)
"""
DEEP = "import os\nos.chdir('/exchange')\nfor _ in range(3_000):\n    os.mkdir('d'); os.chdir('d')"


@pytest.fixture(scope="module", params=[ForkServer, FreshServer])
def server(request):
    made = request.param(4)
    yield made
    made.close()


def test_a_kernel_reaches_nothing_that_no_limit_counts(server):
    with Kernel(server, LIMITS) as kernel:
        assert [each.text for each in kernel.run(GETS).outputs] == ["got []\n"]


def test_honest_work_still_runs(server):
    with Kernel(server, Limits()) as kernel:  # of a class: a new kernel imports everything in its first cell
        ran = kernel.run(
            "import pandas as pd, scipy.stats\npd.DataFrame({'a': [1, 2]}).plot()\nprint(scipy.stats.norm.cdf(0))"
        )
    assert not ran.failed, ran.outputs


def test_what_was_handed_in_is_taken_back(server):
    lies = server.give("policy.txt", b"somebody's")
    server.take_back()
    with Kernel(server, LIMITS) as kernel:
        ran = kernel.run(f"import os; print(os.path.exists({lies!r}), os.listdir('/given'))")
    assert ran.outputs[0].text == "False []\n"


def test_a_server_that_has_ended_says_so_and_fails_no_answer():
    """Else an instructor would read of a missing file in the learner's answer, and not that the sandbox was lost."""
    server = ForkServer(4)
    server.close()
    for use in (lambda: server.give("policy.txt", b""), lambda: Kernel(server, LIMITS)):
        with pytest.raises(KernelGone):
            use()


def test_a_kernel_that_sends_what_nobody_waits_for_is_ended(server):
    with Kernel(server, LIMITS) as kernel, pytest.raises(KernelGone, match="too much"):
        kernel.run(FLOOD)
    with Kernel(server, LIMITS) as kernel:
        assert not kernel.run("1").failed


def test_folders_in_folders_are_removed():
    server = FreshServer(5)
    with Kernel(server, LIMITS) as kernel, pytest.raises(KernelGone):
        kernel.run(f"{DEEP}\nimport time; time.sleep(5)")
    server.close()
    assert not server._folder.exists()


GRADER = """
import sys, time
from twinline.classroom.sandbox.kernels import Kernel
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.server import ForkServer
server = ForkServer(6)
print(server._folder, flush=True)
with Kernel(server, Limits()) as kernel:
    kernel.run("import time; time.sleep(100)")
"""


def test_of_a_grader_that_was_killed_nothing_stays():
    grader = subprocess.Popen([sys.executable, "-c", GRADER], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert grader.stdout is not None
    folder = Path(grader.stdout.readline().strip())
    assert folder.is_dir()
    below = psutil.Process(grader.pid).children(recursive=True)
    assert below
    grader.kill()
    grader.communicate()
    _, alive = psutil.wait_procs(below, timeout=20)
    assert not alive
    with ForkServer(6):  # the next grader tidies up
        assert not folder.exists()


WORKER = """
import os, sys, time
from multiprocessing import get_context
from twinline.classroom.grading.worker import begin_in_pool

def work(queue):
    slots = get_context("spawn").Queue()
    slots.put(7)
    from twinline.classroom.grading.worker import WorkerSettings
    from twinline.classroom.sandbox.limits import Limits
    begin_in_pool(WorkerSettings({}, {}, Limits(), (), False, None, "en"), slots)
    queue.put(os.getpid())
    time.sleep(100)

if __name__ == "__main__":
    queue = get_context("spawn").Queue()
    get_context("spawn").Process(target=work, args=(queue,)).start()
    print(queue.get(), flush=True)
    time.sleep(100)
"""


def test_a_worker_goes_with_its_grader(tmp_path):
    (tmp_path / "grader.py").write_text(WORKER)
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    grader = subprocess.Popen(
        [sys.executable, str(tmp_path / "grader.py")], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert grader.stdout is not None
    worker = psutil.Process(int(grader.stdout.readline()))
    grader.kill()
    grader.communicate()
    until = time.monotonic() + 20
    while worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until, "the worker lives on"
        time.sleep(0.1)


DEAF = """
import os, signal, sys
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGALRM, signal.SIGPROF):
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGPROF, signal.SIGCHLD])
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1]])
"""


def deaf(program, seconds=120):
    """Run a program as services and `nohup` start one: its signals ignored, and here even held back."""
    words = [sys.executable, "-c", DEAF, program]
    return subprocess.run(words, capture_output=True, text=True, cwd=Path.cwd(), timeout=seconds, check=False)


def test_an_allowance_rings_however_the_program_was_started():
    done = deaf("""
from twinline.classroom.grading.time_allowance import Allowance, TooLong
try:
    with Allowance(9).limited(0.2):
        while True: pass
except TooLong:
    print("rang")
""")
    assert done.stdout == "rang\n", done.stderr


def test_a_worker_that_takes_for_ever_is_lost_however_the_program_was_started():
    done = deaf("""
import re
from twinline.classroom.grading import worker
from twinline.classroom.sandbox.limits import Limits
worker._JUDGING_SECONDS = 0
settings = worker.WorkerSettings({}, {}, Limits(seconds=0.3), (), False, None, "en")
with worker.in_time(settings):
    pass
print("in time", flush=True)
with worker.in_time(settings):
    re.match("(a+)+$", "a" * 64 + "b")  # goes on for years, and lets no other thread of Python's run
""")
    assert (done.returncode, done.stdout) == (1, "in time\n"), done.stderr


@pytest.mark.parametrize("kind", ["server.ForkServer", "fresh.FreshServer"])
def test_a_kernel_is_interrupted_however_the_program_was_started(kind):
    module, name = kind.split(".")
    done = deaf(f"""
from twinline.classroom.sandbox.kernels import Kernel
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.{module} import {name}
server = {name}(8)
with Kernel(server, Limits(cell_seconds=1.0)) as kernel:
    print(kernel.run("while True: pass").stopped, kernel.run("print(2)").outputs[0].text)
server.close()
""")
    assert done.stdout == "True 2\n\n", done.stderr


HIDDEN = """
import os
from pathlib import Path
places = [PLACES, Path.home() / '.cache' / 'twinline']
print([str(path) for path in places if path.exists() and list(path.rglob('*'))], os.environ['TWINLINE_CACHE'])
"""


@pytest.fixture
def cache(request, tmp_path, monkeypatch):
    """A cache of banks and references, in any of the places where it may lie."""
    monkeypatch.delenv("TWINLINE_CACHE", raising=False)
    if request.param == "at home":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        found = tmp_path / "twinline"
    else:
        shown = sys.prefix if request.param == "among the programs" else tmp_path
        chosen = Path(tempfile.mkdtemp(dir=shown, prefix="cache-"))
        chosen.chmod(0o755)  # whatever shuts others out is ours
        monkeypatch.setenv("TWINLINE_CACHE", str(chosen))
        found = chosen / "twinline"
    found.mkdir()
    (found / "references.json").write_text("CANARY")
    yield found
    shutil.rmtree(found if request.param == "at home" else found.parent)


@pytest.mark.parametrize(
    ("kind", "cache"),
    [
        (ForkServer, "among the programs"),
        (FreshServer, "among the programs"),
        (FreshServer, "named"),
        (FreshServer, "at home"),
    ],
    indirect=["cache"],
)
def test_no_kernel_reads_what_the_best_policies_would_do(cache, kind):
    made = kind(4)
    with Kernel(made, LIMITS) as kernel:
        ran = kernel.run(HIDDEN.replace("PLACES", f"Path({str(cache)!r})"))
    made.close()
    assert ran.outputs[0].text == "[] /learner/.cache\n"


@pytest.mark.parametrize("cache", ["named"], indirect=True)
def test_a_kernel_without_a_sandbox_is_at_least_told_of_another_cache(cache):
    made = OpenServer()
    with Kernel(made, LIMITS) as kernel:
        ran = kernel.run("import os; print(os.environ['TWINLINE_CACHE'])")
    made.close()
    assert ran.outputs[0].text.strip().endswith("/work/.cache")
