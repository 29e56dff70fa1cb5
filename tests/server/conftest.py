"""The hub is for Linux servers; its code imports nowhere else."""

import json
import sys

import pytest

if sys.platform != "linux":
    collect_ignore = ["test_class_server.py", "test_hub_settings.py"]


@pytest.fixture(scope="session")
def morning(tmp_path_factory, pytestconfig):
    """What was seen of a morning in class, on a machine of its own: see day.py. Twenty come with `--full`, else eight."""
    from tests.support import stage
    from twinline.build import build_all

    workdir = tmp_path_factory.mktemp("morning")
    built = build_all(stage.HOME / "tests" / "lessons_fixture")
    notebook = workdir / "source" / "m00_orientation" / "m00-exercise.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_bytes(built["solutions/en/m00_orientation/m00-exercise.ipynb"])
    settings = {
        "PYTHONPATH": stage.KIT,
        "TWINLINE_SCALE": "tiny",
        "TWINLINE_LANG": "en",
        "TRAINEES": "20" if pytestconfig.option.full else "8",
    }
    done = stage.run(workdir, stage.HOME / "tests" / "support" / "day.py", settings)
    log = workdir / "hub.log"
    tail = log.read_text("utf-8", "replace")[-6000:] if log.exists() else ""
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-6000:]}\n{tail}"
    seen = json.loads((workdir / "day.json").read_text("utf-8"))
    seen["log"] = log.read_text("utf-8")
    return seen
