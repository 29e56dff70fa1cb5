"""Data prepared for lessons and questions, for more than one module: `tw.churn`, `tw.insight`, `tw.channels`, `tw.campaign`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["campaign", "channels", "churn", "insight"])
