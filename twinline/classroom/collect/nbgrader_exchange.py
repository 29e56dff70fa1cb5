"""nbgrader's collection from the exchange, for classes whose members share a server.

Stock nbgrader logs "cheating attempt?" where a folder belongs to somebody else, and takes it all the same, in place of
the victim's own; a folder with an odd name or too much in it ends the whole collection. Set as nbgrader's
`ExchangeFactory.collect`, this class serves `twinline class collect`, `nbgrader collect` and formgrader's button alike.
"""

import os
import shutil
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from traitlets import Bool

from twinline.classroom import history
from twinline.classroom.collect.drop_box import HandedIn, Refused, Sorted, sort_out, take
from twinline.classroom.submissions import handed_in

_AHEAD = timedelta(days=1)  # a stamp that is further in the future is no hour of handing in, and keeps nobody out
_GRACE = timedelta(minutes=2)  # that handing in may take, from the time in the folder's name to the last file


class CollectOwn(ExchangeCollect):  # type: ignore[misc]
    """Takes each student's latest submission out of the folders that are their own; `sorted.refused` tells of the others.

    nbgrader's `update`, `before_duedate` and `check_owner` mean what they always mean. `check_owner = False` is for a
    class whose members do not have accounts of their own.
    """

    undone = Bool(False, help="Take also what was taken back by `twinline class undo`.").tag(config=True)
    sorted: Sorted
    chosen: list[HandedIn]

    def init_src(self) -> None:
        """Look through the drop box."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        self.inbound_path = str(Path(self.root) / self.coursedir.course_id / "inbound")
        if not os.access(self.inbound_path, os.R_OK | os.X_OK):
            self.fail(f"You cannot read the course's drop box: {self.inbound_path}")
        self.sorted = sort_out(Path(self.inbound_path), self.coursedir.assignment_id, check_owner=self.check_owner)
        wanted = self.coursedir.student_id
        by_student = defaultdict(list)
        for each in self.sorted.accepted:
            if wanted in ("", "*", each.student) and (self.undone or not self._taken_back(each)):
                by_student[each.student].append(each)
        due = self._due() if self.before_duedate else None
        self.chosen = [_latest(each, due) for each in by_student.values()]

    def copy_files(self) -> None:
        """Collect what was chosen; one student's trouble is nobody else's."""
        for _, why in self.sorted.refused:
            self.log.warning("Refused: %s", why.en)
        for each in self.chosen:
            try:
                self._collect(each)
            except Exception as error:  # whatever somebody thought of to put there
                self.log.warning("Refused: %s", error.en if isinstance(error, Refused) else error)
                if isinstance(error, Refused):
                    self.sorted.refused.append((each.path, _words(error)))

    def _collect(self, each: HandedIn) -> None:
        place = self.coursedir.format_path(self.coursedir.submitted_directory, each.student, each.assignment)
        target = Path(place)
        if target.is_dir() and not self._newer(each, target):
            self.log.info("No newer submission to collect: %s %s", each.student, each.assignment)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".incoming-") as scratch:
            own, ready = Path(scratch, "own"), Path(scratch, "ready")
            most = 1000 * self.coursedir.max_dir_size
            changed = take(each.path, own, each.student if self.check_owner else None, most)
            _stamp(own, each.claimed if changed - each.claimed <= _GRACE else changed)
            self.do_copy(str(own), str(ready))
            course = Path(self.coursedir.root)
            if target.exists():
                history.keep_what_was_there(course, each.student, each.assignment, target, handed_in(target))
                shutil.rmtree(target)
            ready.rename(target)
            history.keep(course, each.student, each.assignment, target, each.path.name, handed_in(target))
        self.log.info("Collected: %s %s", each.student, each.assignment)

    def _taken_back(self, each: HandedIn) -> bool:
        found = history.taken_back(Path(self.coursedir.root), each.student, each.assignment, file=each.path.name)
        return found is not None

    def _newer(self, each: HandedIn, target: Path) -> bool:
        held = self.coursedir.get_existing_timestamp(str(target))
        if self.update:
            ahead = held is not None and held > datetime.now(UTC).replace(tzinfo=None) + _AHEAD
            return held is None or ahead or each.claimed > held
        return bool(self.before_duedate and held != each.claimed)

    def _due(self) -> Any:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None


def _latest(own: list[HandedIn], due: Any) -> HandedIn:
    in_time = [each for each in own if due is None or each.claimed <= due]
    return (in_time or own)[-1]


def _stamp(folder: Path, moment: datetime) -> None:
    """Say when a submission was handed in: its author wrote the file that is there, and changed the rest when they liked."""
    path = folder / "timestamp.txt"
    if path.is_dir():
        shutil.rmtree(path)
    path.write_text(f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")


def _words(error: Refused) -> Any:
    from twinline.base.words import Words

    return Words(en=error.en, zh=error.zh)
