"""What everything stands on: texts in two languages, files, paths, tracebacks. Imports nothing else of the kit."""
