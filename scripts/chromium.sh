#!/bin/sh
# Makes sure the browser tests have a Chromium: installs Debian's where it may, else says what to do.
set -eu
for name in ${TITIP_CHROMIUM:-} chromium chromium-browser google-chrome; do
    # Ubuntu's chromium-browser is a stub that only asks for snap: it must answer to be counted.
    if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's chromium for the browser tests ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq </dev/null >&2 && apt-get install -y -qq --no-install-recommends chromium </dev/null >&2 \
        && chromium --version >/dev/null 2>&1; then exit 0; fi
fi
cat >&2 <<'SAY'
No Chromium was found, so the browser tests will fail (`make quick` leaves them out). To have one, either
  sudo apt-get install chromium            (Debian)
  .venv/bin/playwright install chromium    (elsewhere; then TITIP_CHROMIUM=/path/to/chrome make test)
SAY
