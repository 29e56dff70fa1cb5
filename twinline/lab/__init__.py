"""JupyterLab as a learner meets it: their language, their workspace, what a failed cell means, only the parts that the course uses."""
