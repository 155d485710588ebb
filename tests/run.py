"""``make test``: the suite on SQLite, then on PostgreSQL, with what this machine has; says what it left out."""

import os
import subprocess
import sys

from tests import services


def main() -> int:
    absent = services.missing()
    if absent and services.required():
        print(f"REQUIRE_SERVICES=1, but: {', '.join(absent.values())}. Run `make services`.")  # noqa: T201
        return 1
    expression = " and ".join(f"not {marker}" for marker in absent)
    status = _pytest(expression, {})
    if not {"postgres", "elasticsearch"} & absent.keys() and status == 0:
        # What a browser does was tested above; here the rest meets the engines of the production profile.
        status = _pytest(
            " and ".join(filter(None, [expression, "not browser and not elasticsearch"])),
            {"DATABASE_URL": services.POSTGRES_URL, "SEARCH_BACKEND": "elasticsearch"},
        )
    if absent:
        print(  # noqa: T201
            f"Left out: the tests that need {', '.join(sorted(absent))} ({', '.join(absent.values())}). "
            "`make services` installs and starts them."
        )
    return status


def _pytest(expression: str, environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *(["-m", expression] if expression else []), *sys.argv[1:]]
    return subprocess.call(command, env={**os.environ, **environment})


if __name__ == "__main__":
    sys.exit(main())
