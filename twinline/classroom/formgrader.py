"""What a Jupyter server needs to show formgrader's pages safely and without a network: on a class's folder, and on the hub.

Formgrader shows what trainees wrote. Should a script get past the cleaning, it may at least load and send nothing elsewhere.
"""

from typing import Any, Final

EXTENSIONS: Final = {
    "nbgrader.server_extensions.formgrader": True,
    "jupyter_server_mathjax": True,  # formulas: see templates/formgrade/mathjax.html.j2
}
_POLICY: Final = (
    "frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; connect-src 'self' ws: wss: data: blob:"
)


def tornado_settings() -> dict[str, Any]:
    """The headers that every page of such a server is sent with, as `ServerApp.tornado_settings`."""
    return {"headers": {"Content-Security-Policy": _POLICY}}
