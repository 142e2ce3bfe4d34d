#!/bin/sh
# Makes .venv and installs the locked set: `base` runs Titip, `dev` also builds and tests it.
#
#   scripts/setup.sh base|dev
#
# Everything that is installed is named with its hash in requirements/: uv and the build backend (build.txt), what Titip
# runs on (base.txt), the builders' tools (dev.txt). Titip itself is installed editable with --no-build-isolation, so that
# hatchling comes from build.txt too and nothing unlocked is fetched behind our back.
# A second run with the same files does nothing.
set -eu
cd "$(dirname "$0")/.."
here=$(pwd)
level=${1:-base}
# A machine's own Python settings must not lead the installers elsewhere than into .venv.
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV CONDA_PREFIX UV_SYSTEM_PYTHON UV_PYTHON UV_TARGET UV_PREFIX UV_PROJECT_ENVIRONMENT \
      UV_CONSTRAINT UV_OVERRIDE PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_BUILD_CONSTRAINT PIP_REQUIREMENT 2>/dev/null || true
export PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*" >&2; }
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
makes_venvs() { fits "$1" && "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

candidates() {
    printf '%s\n' ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python \
        /usr/bin/python3 /usr/bin/python3.14 /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 /usr/local/bin/python3
}

find_python() { # find_python TEST: the first candidate that passes, or nothing
    for candidate in $(candidates); do
        if "$1" "$candidate"; then command -v "$candidate"; return 0; fi
    done
    return 1
}

as_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

install_venv_package() { # Debian and Ubuntu ship python3 without venv; the versioned package fits a second Python
    versioned=""
    if old=$(find_python fits); then
        versioned=$("$old" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    fi
    say "Installing python3-venv (Debian keeps it apart from python3) ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null >&2
    apt-get install -y -qq --no-install-recommends python3 python3-venv ca-certificates </dev/null >&2
    if [ -n "$versioned" ] && ! find_python makes_venvs >/dev/null; then
        apt-get install -y -qq --no-install-recommends "$versioned" </dev/null >&2 || true
    fi
}

choose_python() {
    find_python makes_venvs && return 0
    if as_root_on_debian; then install_venv_package; find_python makes_venvs && return 0; fi
    if find_python fits >/dev/null; then
        say "Python's venv module is missing. Install it and run this again:  sudo apt-get install python3-venv"
    else
        say "Titip needs Python 3.11 or newer. On Debian or Ubuntu:  sudo apt-get install python3 python3-venv"
        say "If a newer Python is installed under another name:  PYTHON=/path/to/python make setup"
    fi
    return 1
}

stamp=".venv/.titip-$level"
wanted="$here $(cat requirements/build.txt requirements/base.txt "requirements/$level.txt" pyproject.toml scripts/setup.sh | cksum)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && fits .venv/bin/python && [ -x .venv/bin/titip ]; then
    exit 0
fi

# A folder that was moved or copied has programs that point to its old place: made anew.
moved() { [ -f .venv/.titip-base ] && [ "$(sed 's/ [0-9]* [0-9]*$//' .venv/.titip-base)" != "$here" ]; }
if ! makes_venvs .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1 || moved; then
    python=$(choose_python) || exit 1
    say "Making .venv with $python ..."
    "$python" -m venv --clear .venv
fi
rm -f "$stamp"

pip_install() { .venv/bin/python -m pip install --quiet "$@"; }
install() { # uv is quick; pip knows the machine's own settings (index, certificates, proxy), so it is asked when uv fails
    if .venv/bin/uv pip install --quiet --python .venv/bin/python "$@"; then return 0; fi
    say "uv could not install this; trying pip ..."
    pip_install "$@"
}

say "Installing what $level needs (locked with hashes in requirements/) ..."
can_build() { [ -x .venv/bin/uv ] && .venv/bin/python -c 'import editables, hatchling' 2>/dev/null; }
# A pip that is configured strangely may fail, or install elsewhere and call it done: then without its configuration files.
pip_install --require-hashes -r requirements/build.txt || true
can_build || PIP_CONFIG_FILE=/dev/null pip_install --require-hashes -r requirements/build.txt
install --require-hashes -r "requirements/$level.txt"
install --no-deps --no-build-isolation --editable .
printf '%s\n' "$wanted" > "$stamp"
