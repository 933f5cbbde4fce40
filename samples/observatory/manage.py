#!/usr/bin/env python
"""Runs the observatory's administrative tasks."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "observatory.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise ImportError("Django is not installed in this environment: pip install -r requirements.txt") from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
