"""Pictures: their look and fonts, the charts of the lessons, diagrams, and the pages that reports are made of."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["charts"])
