"""Secrets and what the web server sends. Production refuses the default key."""

from factcheck.settings.environment import VAR_DIR, env

INSECURE_SECRET_KEY = "insecure-default-for-make-run-only-" + "x" * 20
SECRET_KEY = env.str("SECRET_KEY", default=INSECURE_SECRET_KEY)
# Peppers the digests of API keys; a list, newest first, so that it can be rotated.
API_KEY_PEPPERS: list[str] = env.list("API_KEY_PEPPERS", default=[SECRET_KEY])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = VAR_DIR / "media"
# An article of a million characters is four million bytes of UTF-8 at most, more as JSON escapes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16_000_000
