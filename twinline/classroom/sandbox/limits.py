"""How much one submission may use. Far above what any honest exercise needs, far below what hurts the machine."""

from dataclasses import asdict, dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes for one submission."""

    cell_seconds: float = 30.0
    """For one cell of the learner's own; the kit's questions have their own limit."""
    seconds: float = 600.0
    """For the whole submission."""
    cpu_seconds: int = 900
    memory: int = 3_072 * MIB
    """Of all its processes together, and of each one's own growth."""
    processes: int = 48
    """Including threads."""
    files: int = 256
    file_size: int = 128 * MIB
    disk: int = 256 * MIB
    """Of its private folder, which is in memory and gone afterwards."""
    output: int = 8 * MIB
    """Of all that its cells print and show; the notebook's own size is limited where it is collected."""
    answer: int = 16 * MIB
    """Of one answer to a question, as JSON."""

    grader: int = 4_096 * MIB
    """Of a worker of the grader's own, outside."""

    def as_json(self) -> dict[str, float | int]:
        """As the fork server gets them."""
        return asdict(self)
