"""What hub.yml may say, what a person's server is started with, and who may become an account."""

import json
import resource

import pytest

from generators.errors import BilingualError
from twinline.classroom.nbgrader_config import COLLECT
from twinline.classroom.students import Student
from twinline.hub.settings import HubSettings, size
from twinline.hub.setup import set_up
from twinline.hub.singleuser import INSTRUCTOR, TRAINEE, app_settings, server_config
from twinline.hub.spawner import LimitedSpawner


def test_settings_survive_their_file(tmp_path):
    settings = HubSettings(instructor="wang", language="en", memory="3G")
    (tmp_path / "hub.yml").write_text(settings.text(), "utf-8")
    assert HubSettings.read(tmp_path / "hub.yml") == settings


@pytest.mark.parametrize("line", ["memory: 2 GB", "memory: 0G", "instruktor: wang", "spawner: docker", "processes: 1"])
def test_a_wrong_setting_is_told_in_both_languages(tmp_path, line):
    (tmp_path / "hub.yml").write_text(f"instructor: wang\n{line}\n", "utf-8")
    with pytest.raises(BilingualError) as told:
        HubSettings.read(tmp_path / "hub.yml")
    assert line.partition(":")[0] in told.value.en
    assert line.partition(":")[0] in told.value.zh


def test_everybody_collects_and_submits_by_the_same_settings():
    config = HubSettings(instructor="wang").nbgrader()
    assert config.ExchangeFactory.collect == COLLECT
    assert (config.Exchange.root, config.CourseDirectory.course_id) == ("/srv/twinline/exchange", "class")


def test_limits_are_those_of_the_settings():
    spawner = LimitedSpawner(mem_limit=size("512M"), processes=100, cpu_limit=2)
    assert spawner.limits()[resource.RLIMIT_DATA] == 512 << 20
    assert spawner.limits()[resource.RLIMIT_NPROC] == 100
    assert spawner.limits()[resource.RLIMIT_CORE] == 0


def test_formgrader_is_for_the_instructor_alone():
    assert not server_config(TRAINEE, False)["ServerApp"]["jpserver_extensions"][
        "nbgrader.server_extensions.formgrader"
    ]
    assert server_config(INSTRUCTOR, True)["ServerApp"]["jpserver_extensions"]["nbgrader.server_extensions.formgrader"]
    assert not server_config(TRAINEE, False)["ServerApp"]["terminals_enabled"]


def test_a_kernel_cannot_be_overheard():
    for extensions, instructor in [(TRAINEE, False), (INSTRUCTOR, True)]:
        assert server_config(extensions, instructor)["KernelManager"]["transport"] == "ipc"


@pytest.mark.parametrize("instructor", [True, False])
def test_nbgraders_panels_show_in_the_learners_language(tmp_path, instructor):
    app_settings("zh", instructor, tmp_path)
    off = json.loads((tmp_path / "page_config.json").read_bytes())["disabledExtensions"]
    assert "@jupyter/nbgrader" not in off
    assert ("@jupyterlab/terminal-extension" not in off) is instructor
    assert "zh_CN" in (tmp_path / "overrides.json").read_text("utf-8")


@pytest.mark.parametrize("id_", ["王小明", "Wang", "0017", "u 1", "u" * 33, "-u"])
def test_what_cannot_be_an_account_is_told_before_anything_is_made(tmp_path, monkeypatch, id_):
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("made something"))
    with pytest.raises(BilingualError) as told:
        set_up(HubSettings(instructor="wang"), [Student("u01"), Student(id_)], tmp_path / "hub.yml", tmp_path / "words")
    assert id_ in told.value.en
    assert id_ in told.value.zh
