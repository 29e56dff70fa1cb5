"""The kit on a class's server: JupyterHub, nbgrader's exchange, one installation for all; see deploy/jupyterhub."""
