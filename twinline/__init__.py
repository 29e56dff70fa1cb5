"""Twinline (双线): the kit that lessons and learners import."""
