"""Policies in their process: they see the months as they come and nothing else, and fail in the learner's own words."""

import numpy as np
import pytest

import twinline as tw
from generators.twin.run import Twin
from generators.twin.scenario import Scenario
from twinline.base.paths import HOME
from twinline.twin.bank import Bank
from twinline.twin.planned import complaints_to_come
from twinline.twin.policy import PolicyError
from twinline.twin.problems import StrategyError


def test_a_policy_sees_the_months_as_they_come_and_its_budget(bank, seen, capsys):
    rich = Bank(Twin(bank.twin.now, Scenario(budget=1_000.0, months=3)))

    def policy(observed, month, budget):
        print(month, len(observed), observed.tenure_months.max(), budget, list(observed.columns))
        return tw.segment(observed, "not call_opt_out").action("call", month=month).cap(20)

    result = rich.run(policy, futures=2)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2", "3"]
    month = 20 * 6 + complaints_to_come(20, rich.twin)  # calls, and what they may bring
    left = [float(line.split()[3]) for line in lines]
    assert left == pytest.approx([1_000.0, 1_000 - month, 1_000 - 2 * month])
    assert lines[0].split()[1] == str(len(seen))
    assert all(column in lines[2] for column in seen.columns)
    assert result.plan.groupby("month").size().tolist() == [20, 20, 20]


def failing(observed, month, budget):
    wanted = observed["shoe_size"]
    return observed[wanted > 40]


def endless(observed, month, budget):
    while True:
        pass


def wrong(observed, month, budget):
    return observed.head(2)[["customer_id"]].assign(channel="fax", offer="reminder")


def test_a_policys_failure_is_shown_as_the_learners_own_lines(bank):
    with pytest.raises(PolicyError) as error:
        bank.run(failing, futures=1)
    text = str(error.value)
    assert 'wanted = observed["shoe_size"]' in text
    assert "test_policies.py" in text
    assert text.endswith("KeyError: 'shoe_size'")
    assert "apart" not in text
    assert "pandas" not in text


def test_an_endless_policy_is_ended(bank):
    with pytest.raises(PolicyError, match=r"no answer within 0\.5 seconds and was ended: is there an endless loop"):
        bank.run(endless, futures=1, seconds=0.5)


def test_a_policys_table_is_checked_too(bank):
    with pytest.raises(StrategyError, match="choose from sms, app_push"):
        bank.run(wrong, futures=1)


def reads_a_file(path):
    def policy(observed, month, budget):
        with open(path) as file:  # noqa: PTH123
            return file.read()

    return policy


def imports(name):
    def policy(observed, month, budget):
        return __import__(name)  # what `import` does

    return policy


def imports_by_the_back_door(name):
    def policy(observed, month, budget):
        from importlib import import_module  # of which the interpreter says nothing before a file is opened

        return import_module(name)

    return policy


def starts(observed, month, budget):
    import subprocess

    return subprocess.run(["true"], check=False)


def calls_out(observed, month, budget):
    import socket

    return socket.create_connection(("127.0.0.1", 9))


def writes(observed, month, budget):
    from pathlib import Path

    Path("mine.txt").write_text("x")


def test_a_policy_gets_neither_the_truth_nor_the_future_nor_files(bank, kept, tmp_path):
    here = tmp_path / "own.csv"
    here.write_text("1")
    files = [
        str(here),
        str(next((kept / "twinline").glob("bank-*.npz"))),
        "/etc/hostname",
        str(tw.__file__).replace("__init__", "bank"),
    ]
    modules = ["generators.twin.run", "twinline.data.tables"]
    forbidden = [
        *((reads_a_file(path), f"open {path!r}") for path in files),
        *((imports(name), f"import {name}: it sees what the bank observes, and tw.segment") for name in modules),
        (starts, "do this: subprocess.Popen"),
        (calls_out, "do this: socket.getaddrinfo"),
        (writes, "open 'mine.txt'"),
    ]
    for policy, what in forbidden:
        with pytest.raises(PolicyError) as error:
            bank.run(policy, futures=1, months=1)
        lines = str(error.value).splitlines()
        assert lines[0].startswith("The policy reached for something that it may not have; it was ended.")
        assert lines[-1] == f"Refused: a policy may not {what}"
        assert error.value.zh.startswith("策略函数试图访问不允许的内容，已被终止。")
        assert "apart" not in str(error.value)


def test_a_policy_imports_no_simulator_by_the_back_door(bank):
    """Where there is a wall the file is not there, elsewhere it is refused."""
    with pytest.raises(PolicyError, match="reached for something") as error:
        bank.run(imports_by_the_back_door("generators.population"), futures=1, months=1)
    what = str(error.value).splitlines()[-1]
    assert what in (
        f"Refused: a policy may not open {str(HOME / 'generators' / 'population.py')!r}",
        "ModuleNotFoundError: No module named 'generators.population'",
    )


def test_a_policy_that_carries_a_table_along_is_refused(bank):
    heavy = np.zeros(5_000_000)
    with pytest.raises(PolicyError, match="carries 38 MB along"):
        bank.run(lambda observed, month, budget: heavy, futures=1)
