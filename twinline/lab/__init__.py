"""JupyterLab as a learner meets it: their language, their workspace, and only the parts that the course uses."""
