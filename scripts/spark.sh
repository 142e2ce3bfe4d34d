#!/bin/sh
# Makes sure the tests of Spark have what they need: PySpark in .venv (locked with hashes), and Java 17 from Debian where it may.
# Not a part of `make dev`: it is 300 MB, and only `make test` runs the one slow test that wants it. Where it cannot be had the test skips.
set -eu
cd "$(dirname "$0")/.."
if ! .venv/bin/python -c 'import pyspark' >/dev/null 2>&1; then
    echo "Installing PySpark for one slow test ..." >&2
    # It comes as source: its build wants setuptools, and nothing that is not locked is fetched for it.
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-build-isolation-package pyspark --require-hashes -r requirements/spark.txt \
        || echo "PySpark could not be installed, so the tests of Spark skip." >&2
fi
if java -version >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's Java 17 for one slow test ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq </dev/null >&2 && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless </dev/null >&2 \
        && java -version >/dev/null 2>&1; then exit 0; fi
fi
echo "No Java was found, so the tests of Spark skip. To have one:  sudo apt-get install openjdk-17-jre-headless" >&2
