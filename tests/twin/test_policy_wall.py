"""On Linux a policy runs behind a wall: what its process's own refusals cannot stop finds nothing there."""

import ctypes
import os
import socket
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from twinline.base.paths import HOME, LEARNED
from twinline.twin.apart import begin, walled
from twinline.twin.policy import PolicyError, PolicyProcess
from twinline.walls import bubblewrap

FOUND = "found it"
pytestmark = pytest.mark.skipif(bool(bubblewrap.lacking()), reason="no wall on this machine")


def by_pandas(path):
    return pd.read_parquet(path)


def by_arrow(path):
    from pyarrow import parquet

    return parquet.read_table(path)


def by_duckdb(path):
    import duckdb

    return duckdb.sql(f"SELECT content FROM read_blob('{path}')").fetchall()[0]


def by_ctypes(path):
    """The file's first bytes, by the C library, of which Python hears nothing."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.open(str(path).encode(), os.O_RDONLY)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), str(path))
    held = ctypes.create_string_buffer(1 << 16)
    read = libc.read(descriptor, held, len(held))
    if read < 0:
        raise OSError(ctypes.get_errno(), str(path))
    return held.raw[:read]


def policy_that(does, *given):
    """A policy that says whether it got what it reached for, and contacts nobody."""

    def policy(observed, month, budget):
        does(*given)
        print(FOUND)

    return policy


def reaches(does, *given, capsys, seen):
    """Whether a policy that does this to these gets somewhere."""
    try:
        with PolicyProcess(policy_that(does, *given)) as process:
            process.answer(seen, 1, None)
    except PolicyError:
        pass
    return FOUND in capsys.readouterr().out


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    """A table of truth as it lies in a dataset, open to everybody who can see it."""
    folder = tmp_path_factory.mktemp("datasets") / "course" / "truth"
    folder.mkdir(parents=True)
    pd.DataFrame({"customer_id": [1], "latent_type": ["persuadable"]}).to_parquet(folder / "truth_customers.parquet")
    for each in (folder, *folder.parents[:3]):
        each.chmod(0o755)
    return folder / "truth_customers.parquet"


@pytest.mark.parametrize("read", [by_pandas, by_arrow, by_duckdb, by_ctypes])
def test_no_library_reads_the_truth(read, truth, capsys, seen):
    assert read(truth) is not None  # out here
    assert not reaches(read, str(truth), capsys=capsys, seen=seen)


def test_no_place_of_the_bank_or_of_its_learner_can_be_read(truth, kept, tmp_path, capsys, seen, bank):
    link, home = tmp_path / "link", tmp_path / "home" / "notes.txt"
    home.parent.mkdir()
    home.write_text("mine")
    link.symlink_to(truth)
    places = [
        link,
        home,
        next((kept / "twinline").glob("bank-*.npz")),
        next(LEARNED.glob("*.npz")),
        HOME / "generators" / "population.py",
        HOME / "twinline" / "twin" / "references.py",
        HOME / "lessons" / "syllabus.yml",
        Path(f"/proc/{os.getpid()}/cmdline"),
        Path(f"/proc/{os.getpid()}/root{truth}"),
        Path("/proc/1/environ"),
        Path("/proc/2/environ"),  # the process that it was forked from
        Path("/etc/passwd"),
    ]
    got = [place for place in places if reaches(by_ctypes, str(place), capsys=capsys, seen=seen)]
    assert got == []


def rebuilds(folder, seed):
    """The population of a guessed seed, by the simulator's code under another name, read by the C library."""
    import importlib
    import importlib.abc
    import importlib.machinery

    class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] != "mine":
                return None
            place = name.replace("mine", folder, 1).replace(".", "/")
            file = f"{place}/__init__.py" if os.path.isdir(place) else f"{place}.py"  # noqa: PTH112
            return importlib.machinery.ModuleSpec(name, self, origin=file, is_package=file.endswith("/__init__.py"))

        def exec_module(self, module):
            module.__file__ = module.__spec__.origin
            code = by_ctypes(module.__file__).decode().replace("generators", "mine")
            exec(compile(code, module.__file__, "exec"), module.__dict__)

    sys.meta_path.insert(0, Finder())
    find = importlib.import_module  # a type checker knows of no such modules
    world = find("mine.parameters").World(scale="tiny", seed=seed, customers=100, block_size=100)
    return find("mine.population").draw_population(world, find("mine.draws").Draws(seed, 0, 100)).latent_type


def test_the_simulator_is_not_there_to_rebuild_a_bank_with(capsys, seen):
    assert not reaches(rebuilds, str(HOME / "generators"), 11, capsys=capsys, seen=seen)


def connects(port):
    """Calls out by the C library."""
    libc = ctypes.CDLL(None, use_errno=True)
    where = bytes([2, 0]) + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    line = libc.socket(2, 1, 0)
    assert libc.connect(line, where, len(where)) == 0


def test_no_network_is_there(capsys, seen):
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not reaches(connects, server.getsockname()[1], capsys=capsys, seen=seen)


def starts_another():
    libc = ctypes.CDLL(None)
    child = libc.fork()
    if child == 0:
        libc._exit(0)
    assert child > 0


def signals(number):
    assert ctypes.CDLL(None).kill(number, 0) == 0


def test_a_policy_starts_and_signals_no_process(capsys, seen):
    assert not reaches(starts_another, capsys=capsys, seen=seen)
    for number in (1, 2):
        assert not reaches(signals, number, capsys=capsys, seen=seen)


def has_a_descriptor(most):
    """Beside the three of every process, which lead nowhere, and the one by which it answers."""
    libc = ctypes.CDLL(None)
    assert any(libc.fcntl(number, 1) >= 0 for number in range(4, most))


def knows_a_variable():
    libc = ctypes.CDLL(None)
    libc.getenv.restype = ctypes.c_char_p
    assert libc.getenv(b"HOME") or libc.getenv(b"TWINLINE_CANARY") or libc.getenv(b"PATH") or os.environ


def test_nothing_is_inherited(truth, capsys, seen, monkeypatch):
    monkeypatch.setenv("TWINLINE_CANARY", "1")
    descriptor = os.open(truth, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        assert not reaches(has_a_descriptor, 256, capsys=capsys, seen=seen)
    finally:
        os.close(descriptor)
    assert not reaches(knows_a_variable, capsys=capsys, seen=seen)


def remembering(observed, month, budget):
    """A policy that leaves a note outside of its own variables."""
    print("remembers" if hasattr(np, "note") else "sees it for the first time")
    np.note = month


def test_nothing_of_one_future_is_known_in_another(capsys, seen):
    with PolicyProcess(remembering) as process:
        process.answer(seen, 1, None)
        process.answer(seen, 2, None)
        process.again()
        process.answer(seen, 2, None)
    first = "sees it for the first time"
    assert capsys.readouterr().out == f"{first}\nremembers\n{first}\n"


def greedy(observed, month, budget):
    return np.ones(3 << 30)


def test_memory_ends(seen):
    with PolicyProcess(greedy) as process, pytest.raises(PolicyError, match="more memory than it may"):
        process.answer(seen, 1, None)


def meddles(observed, month, budget):
    """Answers on the line itself, and with no table."""
    os.write(3, (2).to_bytes(4, "big") + (4).to_bytes(8, "big") + b"{}" + b"none")


def test_what_is_no_table_is_refused(seen):
    with PolicyProcess(meddles) as process, pytest.raises(PolicyError, match="handed out no table"):
        process.answer(seen, 1, None)


def called(observed, month, budget):
    return observed.head(month)[["customer_id"]].assign(channel="sms", offer="reminder")


def answers(seen):
    with PolicyProcess(called) as process:
        return len(process.answer(seen, 2, None))


def test_a_wall_that_has_gone_is_built_again(seen):
    assert answers(seen) == 2
    walled._kept._process.kill()
    walled._kept._process.wait()
    assert answers(seen) == 2


@pytest.fixture
def first_time(monkeypatch):
    """As in a process that has not asked any policy yet."""
    monkeypatch.setattr(begin, "_told", False)
    begin._wall_stands.cache_clear()
    walled._let_go()
    yield monkeypatch
    begin._wall_stands.cache_clear()


@pytest.mark.parametrize("why", ["bubblewrap is missing", "the system forbids it"])
def test_without_a_wall_a_policy_runs_and_one_sentence_says_what_is_not_protected(why, first_time, capsys, seen):
    if why == "bubblewrap is missing":
        first_time.setattr(bubblewrap, "lacking", lambda: ("bwrap",))
    else:
        refuses = [sys.executable, "-c", "raise SystemExit('no permission to create new namespace')"]
        first_time.setattr(walled, "_command", lambda: refuses)
    assert [answers(seen), answers(seen)] == [2, 2]
    assert capsys.readouterr().out == f"{begin.unprotected()}\n"
    assert "hidden truth" in begin.unprotected()
