#!/bin/sh
# Makes sure the tests of made-up rows have what they need: pac-synth in .venv (locked with hashes), 2 MB, which brings nothing else.
# Not a part of `make dev`, since it comes as a built wheel for few kinds of machine. Where it cannot be had the tests skip and say so.
set -eu
cd "$(dirname "$0")/.."
if ! .venv/bin/python -c 'import pacsynth' >/dev/null 2>&1; then
    echo "Installing pac-synth for the tests of made-up rows ..." >&2
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements/synthetic.txt \
        || echo "pac-synth could not be installed (no wheel for this machine?), so the tests of made-up rows skip." >&2
fi
