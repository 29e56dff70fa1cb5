"""`twinline build`: the notebooks from their sources."""


def build() -> None:
    """Build the notebooks."""
