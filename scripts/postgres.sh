#!/bin/sh
# Makes sure that the story on PostgreSQL has a server to be told on: Debian's, where it may install it. The tests start a cluster of their
# own in a folder that they remove; no service is started here. Where it cannot be had the test skips.
set -eu
found() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
if found; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's PostgreSQL for one slow test ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    # Debian would begin a cluster of its own and serve it at once: neither is wanted.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    if apt-get update -qq </dev/null >&2 && apt-get install -y -qq --no-install-recommends postgresql </dev/null >&2 && found; then exit 0; fi
fi
echo "No PostgreSQL was found, so its test skips. To have it:  sudo apt-get install postgresql" >&2
