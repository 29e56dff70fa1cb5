"""`python -m twinline.lab`: start JupyterLab on a learner's workspace."""

import argparse
import os
import shutil
from pathlib import Path

from twinline.base.files import as_json, write
from twinline.base.start_up import without_grammar_of_urls
from twinline.lab.workspace import folder

HERE = Path(__file__).resolve().parent
PROFILE = {"InteractiveShellApp": {"extensions": ["twinline.lab.slips"]}}  # of each kernel of the workspace


def arguments(language: str, port: int | None, browser: bool) -> list[str]:
    """JupyterLab's command line for a learner who reads `language`."""
    words = [
        f"--config={HERE / 'server_config.json'}",
        f"--ServerApp.root_dir={folder(language)}",
        f"--LabApp.app_settings_dir={HERE / 'settings' / language}",
        "--LabApp.default_url=/lab/tree/index.ipynb",
        "--LabApp.custom_css=True",
    ]
    if port is not None:
        words += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        words.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # a container: there is no other user to be
        words.append("--allow-root")
    return words


def keep_to_ourselves(language: str) -> None:
    """Keep what Jupyter remembers inside the workspace, away from any other Jupyter that this person uses.

    Its kernels speak the learner's language from their first cell on, and tell slips (`twinline.lab.slips`).
    """
    home = folder(language).parent / ".jupyter"
    os.environ["JUPYTER_CONFIG_DIR"] = str(home / "config")
    os.environ["JUPYTER_DATA_DIR"] = str(home / "data")
    os.environ["IPYTHONDIR"] = str(home / "ipython")
    os.environ["TWINLINE_LANG"] = language
    write(home / "ipython" / "profile_default" / "ipython_kernel_config.json", as_json(PROFILE))
    style = home / "config" / "custom" / "custom.css"  # where Lab looks for it
    style.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "custom.css", style)


def main() -> None:
    """Start the server; it runs until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m twinline.lab", description=__doc__)
    parser.add_argument("--lang", choices=["zh", "en"], required=True)
    parser.add_argument("--port", type=int)
    parser.add_argument("--no-browser", action="store_true")
    chosen = parser.parse_args()
    keep_to_ourselves(chosen.lang)
    without_grammar_of_urls()
    from jupyterlab.labapp import LabApp  # type: ignore[import-untyped]

    LabApp.launch_instance(argv=arguments(chosen.lang, chosen.port, not chosen.no_browser))


if __name__ == "__main__":
    main()
