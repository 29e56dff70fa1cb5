"""`twinline data`: make the bank's data, and check it."""

import typer

app = typer.Typer(no_args_is_help=True)
