"""nbgrader's step that writes marks onto a feedback page, and says as well which of them no person has given yet.

nbgrader takes a memo that waits for 0 points, and its author would read that.
"""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import GetGrades


class MarksSoFar(GetGrades):  # type: ignore[misc]
    """`GetGrades`, with `waits` in the metadata of each cell to be marked, and the points still open in the resources."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """The notebook with its marks."""
        resources["nbgrader"]["open"] = 0.0
        nb, resources = super().preprocess(nb, resources)
        resources["nbgrader"]["score"] = max(resources["nbgrader"]["score"], 0.0)
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """A cell with its mark."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if utils.is_grade(cell) or utils.is_task(cell):
            name = cell.metadata.nbgrader["grade_id"]
            grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
            waits = bool(grade.needs_manual_grade and grade.manual_score is None)
            cell.metadata.nbgrader["waits"] = waits
            cell.metadata.nbgrader["again"] = bool(grade.needs_manual_grade and not waits)
            resources["nbgrader"]["open"] += grade.max_score if waits else 0.0
        return cell, resources
