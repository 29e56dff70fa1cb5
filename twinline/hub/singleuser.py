"""`python -P -m twinline.hub.singleuser`: one person's Jupyter server on the hub, as that person.

A trainee gets the lessons, nbgrader's list of assignments and its validation; the instructor the course directory with
formgrader and a terminal. What the kit sets for everybody (`twinline.lab`) holds here too.
"""

import argparse
import json
import os
import pwd
from datetime import date
from pathlib import Path
from typing import Any

from twinline.base import paths
from twinline.base.files import write
from twinline.base.start_up import without_grammar_of_urls
from twinline.classroom import formgrader
from twinline.hub.settings import HOMEWORK, HubSettings
from twinline.lab.__main__ import HERE, arguments, keep_to_ourselves
from twinline.lab.workspace import folder, update

_NBGRADER = "nbgrader.server_extensions."
TRAINEE = {_NBGRADER + "assignment_list": True, _NBGRADER + "validate_assignment": True}
INSTRUCTOR = formgrader.EXTENSIONS | {_NBGRADER + "validate_assignment": True, "jupyter_server_terminals": True}


def server_config(extensions: dict[str, bool], instructor: bool) -> dict[str, Any]:
    """Jupyter's configuration: the kit's own, with these extensions switched on or off."""
    config: dict[str, Any] = json.loads((HERE / "server_config.json").read_bytes())
    config["ServerApp"]["jpserver_extensions"].update(extensions)
    config["ServerApp"]["terminals_enabled"] = instructor
    if instructor:
        config["ServerApp"]["tornado_settings"] = (
            config["ServerApp"].get("tornado_settings", {}) | formgrader.tornado_settings()
        )
    # Whoever reaches a kernel's TCP port can read what it publishes, and everybody on this machine could.
    config["KernelManager"] = {"transport": "ipc"}
    config["MappingKernelManager"] = {"cull_idle_timeout": 3600, "cull_interval": 300}
    return config


def app_settings(lang: str, instructor: bool, target: Path) -> None:
    """Lab's settings for a language, with nbgrader's panels, which learners on their own machine do not have."""
    for source in (HERE / "settings" / lang).iterdir():
        content = json.loads(source.read_bytes())
        if source.name == "page_config.json":
            shown = {"@jupyter/nbgrader"} | ({"@jupyterlab/terminal-extension"} if instructor else set())
            off = content["disabledExtensions"]
            content["disabledExtensions"] = {name: value for name, value in off.items() if name not in shown}
        write(target / source.name, json.dumps(content, ensure_ascii=False, indent=1).encode())


def prepare(settings: HubSettings, instructor: bool, without: list[str]) -> list[str]:
    """Lay out what a person needs in their home and their environment; returns Jupyter's command line."""
    os.environ.setdefault("TWINLINE_WORKSPACE", str(Path.home() / "twinline"))
    os.environ["TWINLINE_LANG"] = lang = os.environ.get("TWINLINE_LANG") or settings.language
    os.environ["JUPYTER_CONFIG_PATH"] = str(paths.HUB / "nbgrader")
    keep_to_ourselves(lang)
    private = folder(lang).parent / ".jupyter"
    root = settings.course if instructor else folder(lang)
    if not instructor:
        update([paths.COURSE / lang], root, date.today())
        (root / HOMEWORK).mkdir(exist_ok=True)
    app_settings(lang, instructor, private / "lab-settings")
    extensions = (INSTRUCTOR if instructor else TRAINEE) | dict.fromkeys(without, False)
    write(private / "server_config.json", json.dumps(server_config(extensions, instructor)).encode())
    os.chdir(root)  # nbgrader reads its settings here, and fetches to here
    replaced = {
        "--config": private / "server_config.json",
        "--LabApp.app_settings_dir": private / "lab-settings",
        "--ServerApp.root_dir": root,
        "--LabApp.default_url": "/lab" if instructor else "/lab/tree/index.ipynb",
    }
    words = dict(word.partition("=")[::2] for word in arguments(lang, None, browser=True))
    return [f"{name}={value}" if value else name for name, value in (words | replaced).items()]


def main() -> None:
    """Start the server; the hub ends it."""
    parser = argparse.ArgumentParser(prog="python -m twinline.hub.singleuser", description=__doc__)
    parser.add_argument("--without", action="append", default=[], metavar="EXTENSION", help="leave this one out")
    chosen, rest = parser.parse_known_args()
    os.umask(0o077)
    settings = HubSettings.read()
    instructor = pwd.getpwuid(os.getuid()).pw_name == settings.instructor
    command = prepare(settings, instructor, chosen.without)
    without_grammar_of_urls()
    from jupyterhub.singleuser import main as serve

    serve(argv=[*command, *rest])


if __name__ == "__main__":
    main()
