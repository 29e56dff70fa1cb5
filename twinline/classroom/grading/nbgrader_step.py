"""Our grading as a step of nbgrader's: in a class's folder, `nbgrader autograde` and formgrader's button grade in the sandbox too."""

from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor


class RunInSandbox(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of nbgrader's `Execute`: the submission is run, asked and judged as `twinline class grade` does."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook with its outputs and points. Raises `BilingualError` for a submission that is refused."""
        from generators.errors import BilingualError
        from twinline.classroom.course import Course
        from twinline.classroom.grading import records
        from twinline.classroom.grading.grade import mark_one

        names: dict[str, Any] = resources["nbgrader"]
        converter = self.parent.parent  # nbgrader's exporter stands between
        course = Course.open(Path(converter.coursedir.root))
        course.speak()
        done = mark_one(course, names["assignment"], names["student"])
        records.save(course.folder, done.record)
        if done.notebook is None:
            why = done.record.reason
            raise BilingualError(why.en if why else "It was refused.", why.zh if why else "未能批改。")
        return done.notebook, resources
