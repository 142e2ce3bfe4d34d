"""Django's own management commands (migrate, makemigrations), for those who build Titip."""

import argparse

from titip.cli.framework import start_django

#: Everything after the noun goes to Django as it is.
PASS_THROUGH = True


def run(args: argparse.Namespace) -> int:
    """Hand over to Django."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["titip manage", *args.rest])
    return 0
