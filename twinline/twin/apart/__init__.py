"""A policy's own process: `child` is what runs there, `walled` starts it behind a wall on Linux, `alone` where there is none.

`begin` chooses between the two, `line` is what both are to those who ask, `wire` is how both sides speak.
"""
