import json
import subprocess
import sys
from datetime import date

import pytest
from typer.testing import CliRunner

from generators.errors import BilingualError
from twinline import cli
from twinline.lab.workspace import update
from twinline.progress import store
from twinline.progress.view import View


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_WORKSPACE", str(tmp_path / "mine"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path / "mine" / store.FILE


@pytest.fixture
def feedback(tmp_path):
    folder = tmp_path / "feedback"
    folder.mkdir()
    listed = [{"id": f"q{n}", "title": {"en": f"Ask {n}", "zh": f"第{n}问"}, "points": 2} for n in (1, 2)]
    (folder / "m10.json").write_text(json.dumps({"module": "m10", "questions": listed}), encoding="utf-8")
    return folder


def test_the_best_is_kept():
    store.checked("m10", "q1", "right", 1)
    store.checked("m10", "q1", "wrong", 0.2)
    store.hinted("m10", "q1", 2)
    store.hinted("m10", "q1", 1)
    store.played("m10", 5_000, 0.5)
    store.played("m10", 4_000, 0.9)
    module = store.read().modules["m10"]
    question = module.questions["q1"]
    assert (question.tries, question.best, question.last, question.share) == (2, "right", "wrong", 1)
    assert (question.hints, module.profit, module.share_of_best) == (2, 5_000, 0.5)


def test_after_some_weeks_three_old_mistakes_are_asked_again(feedback, monkeypatch):
    def on(day):
        monkeypatch.setattr(store, "_today", lambda: day)

    on("2026-11-01")
    for question, states in {"q1": "wrong right", "q2": "right", "q3": "wrong", "q4": "wrong wrong right"}.items():
        for state in states.split():
            store.checked("m10", question, state, 1)
    store.checked("m11", "q1", "right", 1)
    store.revealed("m11", "q1")
    store.checked("m12", "q1", "right", 1)
    store.hinted("m12", "q1", 1)
    assert store.again() == []
    on("2026-11-21")
    assert store.again() == []
    on("2026-11-22")
    assert store.again() == [("m11", "q1"), ("m10", "q4"), ("m12", "q1")]
    store.checked("m11", "q1", "right", 1)  # still known
    store.checked("m10", "q4", "wrong", 0)  # forgotten: again later
    assert store.again() == [("m12", "q1"), ("m10", "q1")]
    monkeypatch.setenv("TWINLINE_LANG", "en")
    assert (
        "Still there after some weeks? Empty your answer, write it anew and run its check: m10 q1 Ask 1."
        in View(feedback).line
    )
    monkeypatch.setenv("TWINLINE_LANG", "zh")
    assert "过了几周，还记得吗？" in View(feedback).line
    on("2026-12-13")
    assert ("m10", "q4") in store.again()
    on("2027-01-20")
    assert ("m11", "q1") not in store.again()


def test_two_processes_at_once_lose_nothing():
    code = "from twinline.progress import store\nfor _ in range(15): store.checked('m10', 'q1', 'wrong', 0)"
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert store.read().modules["m10"].questions["q1"].tries == 30


@pytest.mark.parametrize("content", ["{", "[]", '{"mine": 1}'])
def test_a_damaged_file_is_put_aside(place, capsys, content):
    place.parent.mkdir()
    place.write_text(content, encoding="utf-8")
    store.checked("m10", "q1", "right", 1)
    assert store.read().modules["m10"].questions["q1"].best == "right"
    [aside] = place.parent.glob("progress.damaged-*")
    assert aside.read_text(encoding="utf-8") == content
    assert aside.name in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_only_warns_once(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(store, "_warned", False)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TWINLINE_WORKSPACE", str(tmp_path / "file"))
    store.revealed("m10", "q1")
    store.revealed("m10", "q1")
    assert capsys.readouterr().out.count("cannot be saved") == 1


def test_a_reset_keeps_a_backup_and_unknown_fields_stay(place):
    store.checked("m10", "q1", "right", 1)
    store.checked("m11", "q1", "right", 1)
    content = json.loads(place.read_bytes())
    place.write_text(json.dumps(content | {"later": 7}), encoding="utf-8")
    before = place.read_bytes()
    answer = CliRunner().invoke(cli.app, ["progress", "m10", "--reset", "--yes"])
    assert answer.exit_code == 0, answer.output
    [backup] = place.parent.glob("progress.backup-*")
    assert backup.read_bytes() == before
    assert set(store.read().modules) == {"m11"}
    assert json.loads(place.read_bytes())["later"] == 7


def test_an_update_of_the_workspace_leaves_it(place, tmp_path):
    store.revealed("m10", "q1")
    before = place.read_bytes()
    (tmp_path / "kit").mkdir()
    update([tmp_path / "kit"], place.parent, date(2026, 11, 23))
    assert place.read_bytes() == before


def test_graders_leave_no_trace(place, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    store.checked("m10", "q1", "right", 1)
    assert not place.exists()


@pytest.mark.parametrize(
    ("lang", "none", "done", "upcoming"),
    [("en", "Nothing yet", "1 of 2", "Ask 2"), ("zh", "还没有记录", "1 / 2", "第2问")],
)
def test_widget_and_command_speak_both_languages(feedback, monkeypatch, lang, none, done, upcoming):
    monkeypatch.setenv("TWINLINE_LANG", lang)
    assert none in CliRunner().invoke(cli.app, ["progress", "--lang", lang]).output
    store.checked("m10", "q1", "right", 1)
    view = View(feedback)
    for text in (repr(view), view._repr_html_()):
        assert done in text
        assert upcoming in text
    assert "<caption" in view._repr_html_()
    assert CliRunner().invoke(cli.app, ["progress", "--lang", lang]).exit_code == 0


def test_what_cannot_be_read_now_is_not_written_over(place, capsys):
    """Held by another program, say: what it holds must still be there afterwards. A folder stands in for it here."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.mkdir()
    store.checked("m10", "q1", "right", 1.0)
    assert place.is_dir()
    assert "cannot be saved" in capsys.readouterr().out
    assert store.read().modules == {}
    with pytest.raises(BilingualError, match="nothing was forgotten"):
        store.reset()


def test_a_score_that_is_no_number_is_not_kept():
    store.played("m10", 100.0, 0.5)
    store.played("m10", float("nan"), float("nan"))
    assert store.read().modules["m10"].profit == 100.0


def test_a_module_alone_is_refused():
    result = CliRunner().invoke(cli.app, ["progress", "m10"])
    assert isinstance(result.exception, BilingualError)
