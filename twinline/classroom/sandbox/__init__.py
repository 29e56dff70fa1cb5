"""Where learners' code runs while it is graded: bubblewrap around a server that forks warm kernels, each behind walls of its own.

`wall` says what the outer wall shows, `forkserver` runs inside it and forks, `twinline.walls` is what both walls are built of,
`kernels` is the jupyter_client side of both, `watch` ends what uses too much.
"""
