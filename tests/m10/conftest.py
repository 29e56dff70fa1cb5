"""The lesson's data: the `course` bank, made once where learners have it too, and the lesson itself on other banks."""

import nbformat
import pytest
from threadpoolctl import threadpool_limits

from generators.parameters import world
from generators.run import generate
from twinline import charts, data
from twinline.bank import Bank
from twinline.data import ensure
from twinline.paths import COURSE

LESSON = COURSE / "en" / "m10_churn" / "m10-lesson.ipynb"
COSTLY = {"leaning", "second-round", "second-round-shown", "one-future"}  # shown by other cells, or on one bank alone


def run(skip):
    """The names that the lesson's code leaves behind, but for pictures and the cells to skip."""
    found = {}
    for cell in nbformat.read(LESSON, as_version=4).cells:
        if cell.cell_type == "code" and cell.id not in skip:
            exec(compile(cell.source, cell.id, "exec"), found)
    return found


@pytest.fixture(scope="session", autouse=True)
def course_data():
    ensure("course", quiet=True)


@pytest.fixture(scope="session", params=[11, 12, 13, 31, 32])
def lesson(request, tmp_path_factory, worker_id):
    """What the lesson finds on a bank of another seed. References are learned elsewhere; here they are left out."""
    import matplotlib.pyplot as plt

    seed = request.param
    root = tmp_path_factory.mktemp(f"seed-{seed}")
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / f"course-{seed}"  # some that tests/bank makes as well
    generate(world("course", seed), folder)
    (root / "course").symlink_to(folder, target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_DATASETS", str(root))
        patch.setenv("TWINLINE_LANG", "en")
        patch.setattr(data, "DEFAULT_SEED", seed)
        patch.setattr(charts, "show", lambda figure, alt: plt.close(figure))
        patch.setattr(Bank, "reference_profits", lambda self, result: (1.0, 1.0))
        with threadpool_limits(1):  # waiting threads cost more than they bring at this size
            found = run(COSTLY if seed != 11 else {"leaning"})
    return found
