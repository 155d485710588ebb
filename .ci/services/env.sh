# Where the services of `.ci/services/up` answer. Source it; what is already set stays.
# shellcheck shell=sh
export DATABASE_URL="${DATABASE_URL:-postgres://factcheck:factcheck@127.0.0.1:5432/factcheck}"
export REDIS_URL="${REDIS_URL:-redis://127.0.0.1:6379/0}"
export ELASTICSEARCH_URL="${ELASTICSEARCH_URL:-http://127.0.0.1:9200}"
export CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}"
