"""What is measured on many banks and kept in a record beside the tests: lessons' claims, planted facts, twenty worlds."""
