"""What is measured on many banks and kept in a record beside the tests: lessons' claims, known policies, planted facts, twenty worlds."""
