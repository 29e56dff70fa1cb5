"""A record beside what is measured again."""

from twinline.measure.numbers import differences
from twinline.measure.record import Part
from twinline.measure.run import measure_again


def assert_agrees(part: Part, seed: int) -> None:
    """The bank of a seed, measured again, shows what the record says."""
    found = differences(part.held().get(seed, {}), measure_again(part, seed))
    assert not found, "\n".join(
        [
            f"{part.shown_path} and seed {seed} measured again differ. If the code is right: {part.command} --again",
            *found,
        ]
    )
