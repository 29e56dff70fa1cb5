"""The `twinline` command. Each group of commands is a file in `twinline.commands`; heavy imports wait for the call."""

import io
import sys

import typer

from generators.errors import BilingualError
from twinline.base.start_up import without_grammar_of_urls
from twinline.base.text import check_language, fail, t
from twinline.commands import build, classroom, cockpit, data, measure, new_module, progress, syllabus, twin, workspace

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Twinline (双线)")
app.add_typer(data.app, name="data")
app.add_typer(twin.app, name="twin")
app.add_typer(classroom.app, name="class")
app.command("build")(build.build)
app.command("cockpit")(cockpit.cockpit)
app.command("measure")(measure.measure)
app.command("new-module")(new_module.new_module)
app.command("progress")(progress.progress)
app.command("syllabus")(syllabus.syllabus)
app.command("workspace")(workspace.workspace)

_STOPPED = 130
UsageError: type[Exception] = typer.BadParameter.__bases__[0]  # Click's own, wherever this Typer keeps it


def main() -> None:
    """Entry point: what a person did wrong ends the command with one clear line and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that cannot show Chinese must not stop the command
            stream.reconfigure(errors="replace")
    without_grammar_of_urls()
    sys.exit(_run())


def _run() -> int:
    try:
        check_language()
        code = app(prog_name="twinline", standalone_mode=False)
    except BilingualError as error:
        return fail(error)
    except typer.Abort:
        code = _STOPPED
    except UsageError as error:
        return fail(_usage(error))
    if code == _STOPPED:
        print(t("Stopped. Run the same command again to go on.", "已停止。重新运行同一命令即可继续。"), file=sys.stderr)
    return code if isinstance(code, int) else 0


def _usage(error: Exception) -> BilingualError:
    """Click's complaint with what is allowed there: the group's commands, or the command's options."""
    said, context = f"{error.format_message().rstrip('.')}.", error.ctx  # type: ignore[attr-defined]
    if context is None:
        return BilingualError(said, f"命令有误：{said}")
    commands = getattr(context.command, "commands", None)
    allowed = list(commands) if commands else [option for param in context.command.params for option in param.opts]
    listed = ", ".join(allowed)
    return BilingualError(
        f"{said} {context.command_path} takes: {listed}.", f"命令有误：{said} {context.command_path} 可用：{listed}。"
    )
