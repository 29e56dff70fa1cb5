"""The `twinline` command. Each group of commands is a file in `twinline.commands`; heavy imports wait for the call."""

import sys

import typer

from generators.errors import BilingualError
from twinline.commands import build, data, workspace
from twinline.text import fail

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Twinline (双线)")
app.add_typer(data.app, name="data")
app.command("build")(build.build)
app.command("workspace")(workspace.workspace)


def main() -> None:
    """Entry point: a `BilingualError` ends the command with one clear line and exit code 2."""
    try:
        app()
    except BilingualError as error:
        sys.exit(fail(error))
