"""What the browser tests share: a program that serves pages, and a browser that finds our font and calls nobody."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import zhplot
from playwright.sync_api import expect

from tests.support.needs import browser

HOME = Path(__file__).resolve().parents[2]
SHOTS = HOME / "screenshots"
expect.set_options(timeout=60_000)

# Chromium as root in a container, and without its own calls home, which a closed network refuses by the hundred.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


def wait_for(condition, what, seconds=180):
    """The first true value of `condition`; fails with what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} seconds for {what()}")


@contextmanager
def serving(arguments, place, pattern):
    """Run Python with `arguments` and folders of its own in `place`; gives the address it prints. Ends by Ctrl-C."""
    log = place / "log.txt"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("COV_", "COVERAGE_", "PYTEST_", "TWINLINE_"))}
    env |= {"TWINLINE_WORKSPACE": str(place / "workspace"), "TWINLINE_DATASETS": str(place / "datasets")}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=HOME,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            # In the background of a script Ctrl-C is ignored, and programs inherit that: they shall hear ours.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def said():
        return log.read_text(encoding="utf-8", errors="replace")

    def address():
        assert process.poll() is None, said()
        return re.search(pattern, said())

    try:
        yield wait_for(address, said)[0]
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=60) == 0, said()
        assert "Traceback" not in said()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def open_browser(playwright, tmp_path_factory):
    """Debian's Chromium, in which the kit's Chinese font is found: a bare server has none, a learner's PC has its own."""
    data = tmp_path_factory.mktemp("data")
    (data / "fonts").symlink_to(Path(zhplot.__file__).parent)
    fonts = {**os.environ, "XDG_DATA_HOME": str(data), "XDG_CACHE_HOME": str(data / "cache")}
    return playwright.chromium.launch(executable_path=browser(), args=FLAGS, env=fonts)


def shoot(page, name, **part):
    """Keep a picture for people to look at, of the window or of a part of it (`clip`). Returns its path."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", **part)
    return SHOTS / f"{name}.png"
