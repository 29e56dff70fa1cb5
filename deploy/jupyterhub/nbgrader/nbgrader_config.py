"""nbgrader's settings for everybody on a class's server; the course directory's own come on top."""

from twinline.base.text import language
from twinline.hub.settings import HOMEWORK, Settings
from twinline.lab.workspace import folder

c = get_config()  # noqa: F821
c.merge(Settings.read().nbgrader())
c.Exchange.assignment_dir = str(folder(language()) / HOMEWORK)
