"""Commands of DJDesk's own, for the project's manage.py: Django finds them beside those of its apps.

What they hand over goes to the standard output that the run began with, one line a fact; whatever the project itself
prints goes to standard error, so that it can never be taken for a fact.
"""

import importlib
import io
import json
import os
import sys

from djdesk_after_import import AfterImport

NAMES = ("djdesk_live", "djdesk_load", "djdesk_slice")


class Facts(object):
    """Lines of a letter, a space and JSON, as UTF-8."""

    def __init__(self, descriptor):
        self.file = io.open(descriptor, "w", encoding="utf-8", newline="\n", closefd=False)

    def tell(self, letter, value):
        self.tell_text(letter, json.dumps(value, ensure_ascii=True))

    def tell_text(self, letter, text):
        self.file.write(letter + " " + text + "\n")

    def flush(self):
        self.file.flush()


def find(name):
    """The module of a command, or None; to be asked for before the project's folder leads the import path."""
    return importlib.import_module(name) if name in NAMES else None


def install(name, module, guard):
    if module is None:
        return
    facts = Facts(os.dup(1))
    os.dup2(2, 1)
    sys.stdout = sys.stderr

    def bring(management):
        fetch = management.ManagementUtility.fetch_command

        def fetch_command(self, subcommand):
            return module.make_command(facts, guard.get("pseudonyms") or "") if subcommand == name else fetch(self, subcommand)

        management.ManagementUtility.fetch_command = fetch_command

    sys.meta_path.insert(0, AfterImport("django.core.management", bring))
