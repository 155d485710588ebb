"""The settings, one small file per concern; ``test`` and ``production`` only override."""

from factcheck.settings.admin import *  # noqa: F403
from factcheck.settings.apps import *  # noqa: F403
from factcheck.settings.articles import *  # noqa: F403
from factcheck.settings.cache import *  # noqa: F403
from factcheck.settings.claims import *  # noqa: F403
from factcheck.settings.database import *  # noqa: F403
from factcheck.settings.environment import *  # noqa: F403
from factcheck.settings.jobs import *  # noqa: F403
from factcheck.settings.language import *  # noqa: F403
from factcheck.settings.logging import *  # noqa: F403
from factcheck.settings.mail import *  # noqa: F403
from factcheck.settings.rest import *  # noqa: F403
from factcheck.settings.review import *  # noqa: F403
from factcheck.settings.search import *  # noqa: F403
from factcheck.settings.security import *  # noqa: F403
