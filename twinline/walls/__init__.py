"""What shuts code in on Linux: bubblewrap's wall around a process, namespaces within, calls into Linux that are refused.

The classroom grades behind them, see `twinline.classroom.sandbox`; so do policies run, see `twinline.twin.apart`.
"""
