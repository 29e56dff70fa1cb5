"""What makes a program that works with notebooks start sooner."""

import sys


def without_grammar_of_urls() -> None:
    """Let jsonschema, which reads each notebook's schema, do without its checker of international URLs.

    It compiles a grammar for a second in every process, no schema of Jupyter's asks for it, and jsonschema works without it.
    To be called before anything of Jupyter's is imported.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
