"""An IPython kernel with limits, started inside a sandbox of its own: `python limited_kernel.py CONNECTION_FILE NAME=VALUE,…`."""

import signal
import sys


def main() -> None:
    """Set the limits, then be an ordinary kernel."""
    from twinline.classroom.sandbox import forkserver
    from twinline.walls import namespaces, syscalls

    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # whoever started the grader may have held signals back
    forkserver.without_debugger()
    syscalls.refuse_clone3()
    limits = dict(pair.split("=") for pair in sys.argv[2].split(","))
    namespaces.limit({name: float(value) for name, value in limits.items()})
    namespaces.give_up_power()  # before the kernel's threads are there, which would keep theirs
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(["-f", sys.argv[1], "--HistoryManager.enabled=False"])
    app.start()


if __name__ == "__main__":
    main()
