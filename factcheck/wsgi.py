"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")
application = get_wsgi_application()

from factcheck.core import worker  # noqa: E402  (apps must be loaded first)

worker.start()
