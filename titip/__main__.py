"""`python -m titip` is the `titip` command."""

import sys

from titip.cli import main

if __name__ == "__main__":
    sys.exit(main())
