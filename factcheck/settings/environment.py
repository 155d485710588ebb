"""Where settings come from: the environment, and for secrets also files (``NAME_FILE=/run/secrets/name``)."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(environ.Env().str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=True)
