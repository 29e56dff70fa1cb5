"""Who handed in what, and when: the folder `submitted/` of a class, in which nothing is believed before it was looked at."""

from datetime import UTC, datetime
from pathlib import Path

from twinline.classroom.course import Course

_LONGEST_STAMP = 100  # bytes


def folder_of(course: Course, student: str, assignment: str) -> Path:
    """Where a submission lies, whether it is there or not."""
    return course.folder / "submitted" / student / assignment


def submitted(course: Course, assignment: str) -> list[str]:
    """Ids of those who handed an exercise in."""
    return sorted(
        path.parent.name
        for path in (course.folder / "submitted").glob(f"*/{assignment}")
        if path.is_dir() and not path.is_symlink()
    )


def stamp(folder: Path) -> str | None:
    """nbgrader's time stamp in a submission's folder, UTC; "" for none that can be read, None where nothing was handed in."""
    path = folder / "timestamp.txt"
    if not folder.is_dir():
        return None
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LONGEST_STAMP:
            return ""
        return path.read_text(encoding="utf-8").strip().removesuffix(" UTC")
    except (OSError, ValueError):
        return ""


def handed_in(folder: Path) -> datetime | None:
    """The time stamp of a submission's folder; None for none that can be read."""
    try:
        return datetime.fromisoformat(stamp(folder) or "").replace(tzinfo=UTC)
    except ValueError:
        return None
