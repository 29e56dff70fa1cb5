"""Time limits hold however the program was started and whatever the code does, and touch nobody else's code."""

import json
import os
import subprocess
import sys
import threading
import time

import pytest

from twinline.base.paths import HOME
from twinline.questions.calling import call
from twinline.questions.returns import Number, Numbers
from twinline.questions.time_limit import TooSlow, within

ONE = Number()

SCRIPT = """
import _thread, json, signal, sys, threading, traceback
how = sys.argv[1]
signal.signal(signal.SIGINT, {"ignored": signal.SIG_IGN, "pressed": signal.default_int_handler}.get(how, signal.getsignal(signal.SIGINT)))

from twinline.questions.calling import call
from twinline.questions.returns import Number


def endless():
    while True:
        turns = 1  # the line reached


def catching():
    while True:
        try:
            while True:
                sum(range(9))
        except BaseException:
            pass


def counting():
    return sum(1 for _ in range(30_000)) / 30_000


if how == "pressed":
    threading.Timer(0.5, _thread.interrupt_main).start()
    try:
        call(endless, [], Number(), 600)
    except KeyboardInterrupt:
        print(json.dumps(traceback.format_exc()))
else:
    found = [call(each, [], Number(), 0.2).words.en for each in (endless, catching)]
    for turn in range(50):  # about as long as it takes: some come back in time, some do not
        outcome = call(counting, [], Number(), 0.0005 * (turn % 10))
        found.append(outcome.words.en if outcome.words else outcome.parts[""][0])
    print(json.dumps(found))
"""
PLAIN = [sys.executable]
IN_THE_BACKGROUND = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", sys.executable]
MEASURED = [sys.executable, "-m", "coverage", "run", "--data-file=measured"]


@pytest.fixture
def run(tmp_path):
    """Run the script in a program of its own: (how Python is started, how it treats Ctrl-C) → what it found."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")

    def found(start, how):
        environment = os.environ | {"PYTHONPATH": str(HOME)}
        ended = subprocess.run(
            [*start, str(script), how], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )
        assert ended.stderr == ""
        assert ended.returncode == 0
        return json.loads(ended.stdout)

    return found


@pytest.mark.parametrize(
    ("start", "how"),
    [(PLAIN, "as it is"), (PLAIN, "ignored"), (IN_THE_BACKGROUND, "as it is"), (MEASURED, "ignored")],
    ids=["plain", "ignoring Ctrl-C", "in the background", "while coverage is measured"],
)
def test_a_loop_without_an_end_ends_however_the_program_was_started(run, start, how):
    endless, catching, *others = run(start, how)
    assert "No answer within 0.2 seconds" in endless
    assert "No answer within 0.2 seconds" in catching
    assert all(other == 1.0 or str(other).startswith("No answer within") for other in others)


def test_ctrl_c_is_the_learners_own_and_shows_the_line_reached(run):
    said = run(PLAIN, "pressed")
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert "in endless" in said


def test_code_that_catches_everything_is_left_behind_and_its_author_told():
    let_go = threading.Event()

    def catching():
        while not let_go.is_set():
            try:
                while not let_go.is_set():
                    time.sleep(0.01)
            except BaseException:
                pass

    words = call(catching, [], ONE, 0.2).words
    let_go.set()
    assert "restart the kernel" in words.en
    assert "重启内核" in words.zh
    assert call(lambda: 0.5, [], ONE, 5).parts == {"": [0.5]}


def test_reading_and_showing_an_answer_are_limited_too():
    class Endless(float):
        def __repr__(self):
            while True:
                pass

    def more():
        while True:
            yield from ()

    assert "No answer within" in call(lambda: Endless(1.0), [], ONE, 0.2).words.en
    assert "No answer within" in call(more, [], Numbers(), 0.2).words.en


def test_it_holds_in_a_thread_too():
    found = []

    def endless():
        while True:
            pass

    def ask():
        try:
            within(0.2, endless)
        except TooSlow as slow:
            found.append(slow)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join()
    assert [slow.runs_on for slow in found] == [False]


def test_what_is_cleaned_up_after_an_interruption_is_cleaned_up_whole():
    cleaned = []

    def careful():
        try:
            while True:
                pass
        finally:
            for step in range(4):
                cleaned.append(step)

    with pytest.raises(TooSlow):
        within(0.2, careful)
    assert cleaned == [0, 1, 2, 3]


def test_what_the_work_raises_comes_out():
    def wrong():
        raise LookupError("no such row")

    with pytest.raises(LookupError, match="no such row"):
        within(5, wrong)
