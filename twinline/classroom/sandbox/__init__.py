"""Where learners' code runs while it is graded: bubblewrap around a server that forks warm kernels, each behind walls of its own.

`bubblewrap` builds the outer wall, `forkserver` runs inside it and forks, `namespaces` is the inner wall of each kernel,
`kernels` is the jupyter_client side of both, `watch` ends what uses too much.
"""
