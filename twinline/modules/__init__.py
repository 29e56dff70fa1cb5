"""A folder a module of the course, for what that module alone needs; what a second one needs moves up to `prepared`."""
