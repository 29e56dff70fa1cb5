"""Beginners' slips, told from Python's errors: which line, what is meant, and how it is mended. In both languages, no imports
of weight: it is loaded when a cell has failed, in a kernel that may have loaded nothing yet."""
