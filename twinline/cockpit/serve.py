"""The cockpit for people who never see code: Voilà on a notebook of one cell. No request leaves the machine."""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from twinline.base.text import language, t

HERE = Path(__file__).resolve().parent
NOTEBOOK = "cockpit.ipynb"


def notebook(scale: str | None, scenario: str | None) -> str:
    """The notebook that is served, as JSON."""
    lines = [
        "import twinline as tw",
        f"tw.setup({language()!r})",
        f"page = tw.cockpit(tw.Bank.open({scale!r}, scenario={scenario!r}))",
    ]
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "cockpit",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": "\n".join(lines),
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def settings(port: int | None) -> dict[str, dict[str, Any]]:
    """Voilà's settings. Of the extensions that Lab has, only those that show widgets are loaded."""
    resources = {
        "language": "zh-CN" if language() == "zh" else "en",
        "title": t("Strategy cockpit", "策略驾驶舱"),
        "ends": [t("from", "下限"), t("to", "上限")],
    }
    return {
        "Voila": {"ip": "127.0.0.1", "auto_token": True, **({} if port is None else {"port": port, "port_retries": 0})},
        "VoilaConfiguration": {
            "template": "twinline",
            "resources": resources,
            "show_tracebacks": False,
            "extension_allowlist": ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"],
        },
    }


def serve(scale: str | None, scenario: str | None, port: int | None, browser: bool) -> None:
    """Start the server; it runs until Ctrl-C."""
    # Voilà looks for templates where Jupyter keeps its data; its kernels must speak the language chosen here.
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(HERE / "jupyter"), os.environ.get("JUPYTER_PATH")]))
    os.environ["TWINLINE_LANG"] = language()
    # jsonschema's checker of international URLs compiles a grammar for a second at every start, and works without it.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    from traitlets.config import Config
    from voila.app import Voila

    with tempfile.TemporaryDirectory(prefix="twinline-") as folder:
        file = Path(folder) / NOTEBOOK
        file.write_text(notebook(scale, scenario), encoding="utf-8")
        argv = [str(file), *([] if browser else ["--no-browser"])]
        Voila.launch_instance(argv=argv, config=Config(settings(port)))
