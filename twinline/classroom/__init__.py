"""The classroom: an instructor's course on nbgrader, graded fast and in a sandbox; see docs/reference/classroom.md."""

import sys

# jsonschema would load a grammar of international addresses, which takes each process nearly a second: no notebook has any.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # Python's way to say that there is none
