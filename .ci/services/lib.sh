# Shared by the scripts of this folder. Sourced, never run.
# shellcheck shell=bash

export ELASTICSEARCH_VERSION=8.19.3

# Servers refuse to run as root, and their data must be readable by the account that they do run as: root keeps
# everything outside its own home and starts the servers as a system account.
if [ "$(id -u)" = 0 ]; then
    SERVICE_USER=factcheck-services
    SERVICES_HOME=${FACTCHECK_SERVICES_HOME:-/var/cache/factcheck-services}
else
    SERVICE_USER=$(id -un)
    SERVICES_HOME=${FACTCHECK_SERVICES_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/factcheck-services}
fi

say() { printf 'services: %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Makes a folder below SERVICES_HOME that the service account owns, and prints its path.
service_folder() {
    local folder=$SERVICES_HOME/$1
    if [ "$(id -u)" = 0 ] && ! id "$SERVICE_USER" >/dev/null 2>&1; then
        useradd --system --home-dir "$SERVICES_HOME" --no-create-home --shell /usr/sbin/nologin "$SERVICE_USER"
    fi
    mkdir -p "$folder"
    if [ "$(id -u)" = 0 ]; then
        chown "$SERVICE_USER": "$SERVICES_HOME" "$folder"
    fi
    printf '%s\n' "$folder"
}

# Runs a command as the service account, from a folder that this account may enter.
as_service() {
    if [ "$(id -u)" = 0 ]; then
        (cd "$SERVICES_HOME" && runuser -u "$SERVICE_USER" -- env HOME="$SERVICES_HOME" "$@")
    else
        (cd "$SERVICES_HOME" && "$@")
    fi
}

# wait_until SECONDS COMMAND...: true as soon as the command succeeds, false when the time is over.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            return 1
        fi
        sleep 0.3
    done
}
