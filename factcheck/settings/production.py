"""What a server on the internet changes."""

from django.core.exceptions import ImproperlyConfigured

from factcheck.settings import *  # noqa: F403
from factcheck.settings.environment import env
from factcheck.settings.security import INSECURE_SECRET_KEY

DEBUG = False
if env.str("SECRET_KEY", default=INSECURE_SECRET_KEY) == INSECURE_SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY (or SECRET_KEY_FILE) to a long random string.")

JOBS_BACKEND = env.str("JOBS_BACKEND", default="celery")
SEARCH_BACKEND = env.str("SEARCH_BACKEND", default="elasticsearch")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
