"""An IPython kernel with limits, started inside a sandbox of its own: `python limited_kernel.py CONNECTION_FILE NAME=VALUE,…`."""

import sys


def main() -> None:
    """Set the limits, then be an ordinary kernel."""
    from twinline.classroom.sandbox import forkserver, namespaces

    forkserver.without_debugger()

    limits = dict(pair.split("=") for pair in sys.argv[2].split(","))
    namespaces.limit({name: float(value) for name, value in limits.items()})
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(["-f", sys.argv[1], "--HistoryManager.enabled=False"])
    app.start()


if __name__ == "__main__":
    main()
