"""nbgrader's formgrader on a class's folder, in a Jupyter server of its own."""

import json
import os
import subprocess
import sys

from twinline.base.files import write
from twinline.classroom import formgrader
from twinline.classroom.course import Course
from twinline.classroom.nbgrader_config import scripts_on_path


def serve(course: Course, port: int | None = None, browser: bool = True) -> int:
    """Run the server until Ctrl-C; returns its exit code. Grading from its pages is done in the sandbox too."""
    home = course.folder / ".jupyter"
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    environment.setdefault("TWINLINE_LANG", course.settings.language)
    words = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={course.folder}", "--ServerApp.log_level=WARN"]
    extensions = formgrader.EXTENSIONS | {"jupyterlab": True}
    settings = {"ServerApp": {"jpserver_extensions": extensions, "tornado_settings": formgrader.tornado_settings()}}
    write(home / "config" / "jupyter_server_config.json", json.dumps(settings).encode())
    words += ["--LabApp.default_url=/formgrader"]
    words += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"] if port is not None else []
    words += [] if browser else ["--no-browser"]
    words += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with scripts_on_path():
        environment["PATH"] = os.environ["PATH"]
        try:
            return subprocess.run(words, cwd=course.folder, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 0
