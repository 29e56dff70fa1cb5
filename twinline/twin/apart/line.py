"""What a policy's process is to those who ask it, whatever stands around it."""

from typing import BinaryIO, Protocol

START_SECONDS = 60.0  # for Python and pandas to start, on a slow disk


class Line(Protocol):
    """A line to a process that answers for one policy; see `twinline.twin.apart.wire` for what is said on it."""

    @property
    def source(self) -> BinaryIO:
        """Where its answers come from."""
        ...

    @property
    def out(self) -> BinaryIO:
        """Where it is asked."""
        ...

    def fresh(self) -> "Line":
        """A line to a process that has seen nothing of this one's months, where there can be one; this one is closed."""
        ...

    def end(self) -> None:
        """End the process, from whatever thread: whoever waits for its answer then hears that it has gone."""
        ...

    def close(self) -> None:
        """End the process and let go of the line."""
        ...
