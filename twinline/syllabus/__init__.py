"""The modules of the course and the items that they teach, as lessons/syllabus.yml names them."""
