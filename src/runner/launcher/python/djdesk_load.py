"""`djdesk_load`: does a fixture load into a fresh database of this project?

The database is an SQLite file in the scratch folder of the run, made by the project's own migrations, or straight from
its models where those cannot run on SQLite. It stands in for every database of the settings, so that nothing else is
opened; receivers of saves stay silent and e-mail goes nowhere.
"""

import json
import os

from djdesk_closure import in_chunks, rows_of

FAST = "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF"


def make_command(facts, _):
    from django.core.management.base import BaseCommand

    class Command(BaseCommand):
        help = "Loads a fixture into a scratch database."
        requires_system_checks = []
        requires_migrations_checks = False

        def add_arguments(self, parser):
            parser.add_argument("--fixture", required=True)
            parser.add_argument("--database", required=True)

        def handle(self, *args, **options):
            facts.tell("C", check(options["fixture"], options["database"]))
            facts.flush()

    return Command()


def silence():
    from django.conf import settings
    from django.db.models import signals

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for signal in (signals.pre_save, signals.post_save, signals.m2m_changed, signals.pre_delete, signals.post_delete):
        signal.receivers = []
        signal.sender_receivers_cache.clear()


def use_scratch(name):
    """A fresh file for every alias; connections that the project opened already are given up."""
    from django.db import connections

    connections.close_all()
    for alias, settings in connections.databases.items():
        path = os.path.join(os.environ["HOME"], "{}-{}.sqlite3".format(name, alias))
        settings.update({"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": {}, "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0})
        try:
            del connections[alias]
        except (AttributeError, KeyError):
            pass


def first_line(error):
    text = str(error).strip()
    return "{}: {}".format(type(error).__name__, text.split("\n")[0] if text else "no message")


def make_tables(using):
    """What the tables were made by, and why not by the migrations."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    try:
        prepare("migrated", using)
        call_command("migrate", database=using, interactive=False, verbosity=0)
        return "migrations", ""
    except Exception as error:
        reason = first_line(error)
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    prepare("models", using)
    call_command("migrate", database=using, interactive=False, verbosity=0, run_syncdb=True)
    return "models", "The migrations do not run on SQLite ({}), so the tables were made from the models.".format(reason)


def prepare(name, using):
    from django.db import connections

    use_scratch(name)
    with connections[using].cursor() as cursor:
        for statement in FAST:
            cursor.execute(statement)


def make_unmanaged(models, using):
    from django.db import connections

    connection = connections[using]
    there = set(connection.introspection.table_names())
    missing = [model for model in models if not model._meta.managed and model._meta.db_table not in there]
    if not missing:
        return ""
    with connection.schema_editor() as editor:
        for model in missing:
            editor.create_model(model)
    return "migrate makes no table of {}; the check made them itself.".format(", ".join(model._meta.label for model in missing))


def keys_in(path):
    from django.apps import apps

    keys = {}
    with open(path, encoding="utf-8", errors="surrogatepass") as file:
        for record in json.load(file):
            keys.setdefault(apps.get_model(record["model"]), []).append(record.get("pk"))
    return keys


def count_loaded(model, keys, using):
    keys = [tuple(key) if isinstance(key, list) else key for key in keys]
    return sum(rows_of(model, using).filter(pk__in=chunk).count() for chunk in in_chunks(keys))


def check(path, using):
    from django.core.management import call_command

    silence()
    answer = {"status": "failed", "made_by": None, "message": "", "models": []}
    try:
        keys = keys_in(path)
        answer["made_by"], said = make_tables(using)
        said = " ".join(part for part in (said, make_unmanaged(keys, using)) if part)
        call_command("loaddata", path, database=using, verbosity=0)
        answer["models"] = [
            {"model": model._meta.label, "rows": len(found), "loaded": count_loaded(model, found, using)} for model, found in keys.items()
        ]
        lost = [each["model"] for each in answer["models"] if each["rows"] != each["loaded"]]
        answer["status"] = "failed" if lost else "passed"
        answer["message"] = "Not all rows of {} were found again.".format(", ".join(lost)) if lost else said
    except Exception as error:
        answer["message"] = "A fresh database did not take it: {}".format(first_line(error))
    return answer
