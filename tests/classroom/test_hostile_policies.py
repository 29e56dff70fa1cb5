"""Policies in the sandbox: one that remembers what it saw in another future, and those that answer what no list is."""

import pytest

from tests.support.classes import MODULE, small_course, stated
from twinline.classroom.grading.ask import Exercise, Sealed
from twinline.classroom.sandbox.kernels import Kernel
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.server import ForkServer
from twinline.questions import policies

pytestmark = pytest.mark.needs("bubblewrap")

LIMITS = Limits(cell_seconds=20.0, seconds=200.0)
HEAD = "import builtins, pathlib, tempfile\nimport pandas as pd\n"
NOBODY = "pd.DataFrame({'customer_id': pd.Series(dtype=int), 'channel': pd.Series(dtype=str), 'offer': pd.Series(dtype=str)})"
REMEMBERS = (
    HEAD
    + "class Policy:\n    def __init__(self): self.months = []\n    def __call__(self, observed, month, budget):\n"
    + "        seen = [*self.months, *getattr(builtins, 'seen', []), *getattr(pd, 'seen', [])]\n"
    + "        note = pathlib.Path('/learner/seen')\n        seen += note.read_text().split() if note.exists() else []\n"
    + "        given = pathlib.Path('/given/observed.arrow').stat().st_size\n"
    + "        if any(int(each) >= month for each in seen): raise ValueError(f'remembered {seen} in month {month}')\n"
    + "        self.months.append(month); builtins.seen = pd.seen = self.months; note.write_text(' '.join(map(str, self.months)))\n"
    + f"        return {NOBODY}\n"
    + "whom_to_call = Policy()\n"
)
GARBAGE = {
    "a number": "5",
    "a huge table": "pd.DataFrame({'customer_id': range(250_000), 'channel': 'call', 'offer': 'none'})",
    "many columns": "pd.DataFrame({f'c{n}': [1] for n in range(5_000)})",
    "nobody's numbers": "pd.DataFrame({'customer_id': [10 ** 30, -1, 2], 'channel': 'call', 'offer': 'none'})",
    "NaN": "pd.DataFrame({'customer_id': [float('nan')], 'channel': ['call'], 'offer': [None]})",
    "nested": "pd.DataFrame({'customer_id': [[1], {'a': 2}], 'channel': [object(), b'x'], 'offer': ['x' * 10_000_000, '']})",
    "an exit": "__import__('sys').exit(0)",
}


@pytest.fixture(scope="module")
def exercise():
    with small_course() as patch:
        patch.setattr(policies, "UNSEEN_CUSTOMERS", 500)
        patch.setattr(policies, "best_observable", lambda rules, bank: 1_000.0)
        yield Exercise(MODULE, [stated()["q4"]], LIMITS, worlds=(7,))


@pytest.fixture(scope="module")
def server(exercise):
    with ForkServer(2) as server:
        yield server


def asked(exercise, server, code):
    path = server.give("m90.pkl", exercise.calls())
    server.warm("", path)
    kernel = Kernel(server, LIMITS)
    ran = kernel.run(code)
    assert not ran.failed, ran.outputs
    try:
        answer = exercise.ask(kernel, "q4", path)
    finally:
        kernel.end()
    if isinstance(answer, Sealed):
        return exercise.play(answer, path, lambda: Kernel(server, LIMITS), server.give)
    return answer


def test_a_policy_remembers_its_own_future_and_no_other(exercise, server):
    answered, verdict = asked(exercise, server, REMEMBERS)
    assert answered.state == "wrong", verdict
    assert answered.share == 0.0  # it ran to the end, and called nobody


HIDES = (
    HEAD
    + "import twinline.classroom.sandbox.answer as answering\nkeep = answering.keep\n"
    + "class Policy:\n    def __init__(self): self.months = []\n    def __call__(self, observed, month, budget):\n"
    + "        import twinline.classroom.sandbox.answer as answering\n"
    + "        self.months.append(month)\n"
    + "        answering.keep = (lambda: answering._hand_out('')) if len(self.months) < 3 else (lambda: answering._hand_out(answering._sealed(self)))\n"
    + f"        return {NOBODY}\n"
    + "whom_to_call = Policy()\n"
)


def test_a_policy_that_keeps_back_what_it_remembers_is_stopped(exercise, server):
    answered, verdict = asked(exercise, server, HIDES)
    assert (answered.state, answered.points) == ("error", 0.0), verdict


def test_nothing_of_a_policy_is_left_for_the_next_submission(exercise, server):
    asked(exercise, server, REMEMBERS)
    assert [path.name for path in server.given.iterdir() if path.stat().st_size] == ["m90.pkl"]


@pytest.mark.parametrize("table", GARBAGE.values(), ids=GARBAGE)
def test_what_is_no_list_gains_nothing(exercise, server, table):
    answered, verdict = asked(
        exercise, server, f"{HEAD}def whom_to_call(observed, month, budget):\n    return {table}\n"
    )
    assert answered.points == 0.0
    assert answered.state in ("wrong", "error")
    assert len(str(verdict)) < 20_000
