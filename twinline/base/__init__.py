"""What everything stands on: texts in two languages, files, paths, tracebacks, beginners' slips. Imports nothing else of the kit."""
