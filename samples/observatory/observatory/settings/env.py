"""Reads the .env file beside manage.py, without a dependency."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def load(path=BASE_DIR / ".env"):
    """Puts the file's lines into the environment; what is already set there wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())
