"""`twinline workspace`: lay out or update a learner's own folder."""


def workspace() -> None:
    """Lay out the workspace."""
