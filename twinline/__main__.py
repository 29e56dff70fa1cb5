"""`python -m twinline` is the `twinline` command."""

from twinline.cli import main

main()
