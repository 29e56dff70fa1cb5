"""Measure one bank for one part and print the numbers: the process that `twinline measure` starts for each."""

import contextlib
import io
import json
import sys

from generators.errors import BilingualError
from twinline.base.text import fail
from twinline.measure.claims import NotMeasured
from twinline.measure.parts import parts

_FAILED = 3


def main(part: str, seed: str) -> int:
    """Exit code 0 with JSON on standard output; otherwise a line on standard error."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # what lessons print
            found = parts()[part].measure(int(seed))
    except BilingualError as error:
        return fail(error)
    except NotMeasured as error:
        print(error, file=sys.stderr)
        return _FAILED
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
