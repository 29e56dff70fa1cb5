"""nbgrader's settings for everybody on a class's server; the course directory's own come on top."""

from twinline.base.text import language
from twinline.hub.settings import HOMEWORK, HubSettings
from twinline.lab.workspace import folder

c = get_config()  # noqa: F821
c.merge(HubSettings.read().nbgrader())
c.Exchange.assignment_dir = str(folder(language()) / HOMEWORK)
