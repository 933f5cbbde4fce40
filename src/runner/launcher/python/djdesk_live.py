"""`djdesk_live`: what the running project says of itself; without changing anything.

Facts that it tells, one a line: `P` the project, `U` one url, `A` one app, `M` one model, `G` one app's migrations,
`D` what makemigrations would write, `R` the applied migrations of one database, `S` settings, `C` commands, `T` models
of the admin, `E` what could not be told and why, `N` how far it is. Keys are those of DJDesk's facts.
"""

import functools
import os
import sys

#: The settings that are told; all others stay where they are, secrets among them.
SETTINGS = (
    "INSTALLED_APPS",
    "MIDDLEWARE",
    "AUTH_USER_MODEL",
    "ROOT_URLCONF",
    "LANGUAGE_CODE",
    "TIME_ZONE",
    "USE_TZ",
    "DEFAULT_AUTO_FIELD",
    "DEBUG",
)
MOST_OF_A_MESSAGE = 400


def make_command(facts, _pseudonyms):
    from django.core.management.base import BaseCommand

    class Command(BaseCommand):
        help = "Tells what the running project is: apps, models, migrations, urls, settings."
        requires_system_checks = []
        requires_migrations_checks = False

        def handle(self, *args, **options):
            # Urls come first: importing them, or the admin, may register further models.
            steps = [project, urls, apps, models, migrations, drift, applied, settings, commands, admin]
            for at, step in enumerate(steps):
                facts.tell("N", {"section": step.__name__, "done": at, "of": len(steps)})
                facts.flush()
                try:
                    step(facts)
                except Exception as error:
                    failed(facts, step.__name__, error)
            facts.tell("N", {"section": "end", "done": len(steps), "of": len(steps)})
            facts.flush()

    return Command()


def failed(facts, section, error):
    message = " ".join(str(error).split())
    facts.tell("E", {"section": section, "message": "{}: {}".format(type(error).__name__, message)[:MOST_OF_A_MESSAGE]})


def dotted(thing):
    name = getattr(thing, "__qualname__", None) or getattr(thing, "__name__", None) or type(thing).__qualname__
    module = getattr(thing, "__module__", None)
    return "{}.{}".format(module, name) if module else name


def text(value):
    return None if value is None else str(value)


def project(facts):
    import django
    from django.conf import settings as configured

    facts.tell(
        "P",
        {
            "django_version": django.get_version(),
            "python_version": ".".join(str(part) for part in sys.version_info[:3]),
            "python": sys.executable,
            "settings_module": text(getattr(configured, "SETTINGS_MODULE", None)),
        },
    )


# ---------------------------------------------------------------------------------------------- urls


def urls(facts):
    from django.urls import get_resolver

    def walk(resolver, route, namespaces):
        for pattern in resolver.url_patterns:
            here = route + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                inside = namespaces + ([pattern.namespace] if pattern.namespace else [])
                try:
                    walk(pattern, here, inside)
                except Exception as error:
                    failed(facts, "urls", error)
            else:
                name = pattern.name if isinstance(pattern.name, str) or pattern.name is None else str(pattern.name)
                full_name = None if name is None else ":".join(namespaces + [name])
                facts.tell("U", {"route": here, "name": name, "full_name": full_name, "view": view_of(pattern.callback)})

    walk(get_resolver(), "", [])


def view_of(callback):
    seen = 0
    while isinstance(callback, functools.partial) and seen < 20:
        callback, seen = callback.func, seen + 1
    # Decorators that keep what they wrap keep the class of a view too.
    for name in ("view_class", "cls"):
        found = getattr(callback, name, None)
        if isinstance(found, type):
            return dotted(found)
    return dotted(callback)


# ---------------------------------------------------------------------------------------------- apps and models


def apps(facts):
    from django.apps import apps as registry

    for config in registry.get_app_configs():
        facts.tell("A", {"label": config.label, "name": config.name, "config_class": dotted(type(config))})


def models(facts):
    from django.apps import apps as registry

    for model in registry.get_models(include_auto_created=True, include_swapped=True):
        try:
            facts.tell("M", describe_model(model))
        except Exception as error:
            failed(facts, "models", error)


def file_of(module):
    path = getattr(sys.modules.get(module), "__file__", None)
    return None if path is None else os.path.abspath(path)


def describe_model(model):
    meta = model._meta
    return {
        "label": meta.label,
        "app": meta.app_label,
        "name": meta.object_name,
        "module": model.__module__,
        "file": file_of(model.__module__),
        "auto_created": bool(meta.auto_created),
        "proxy": bool(meta.proxy),
        "managed": bool(meta.managed),
        "swapped": text(meta.swapped) if meta.swapped else None,
        "db_table": meta.db_table,
        "pk": meta.pk.name if meta.pk is not None else None,
        "concrete_parents": sorted(base._meta.label for base in model.__mro__[1:] if hasattr(base, "_meta") and not base._meta.abstract),
        "ordering": [each if isinstance(each, str) else repr(each) for each in meta.ordering or []],
        "unique_together": [list(each) for each in meta.unique_together or []],
        "indexes": [{"name": index.name, "fields": list(index.fields)} for index in meta.indexes],
        "constraints": [{"name": each.name, "class": type(each).__name__} for each in meta.constraints],
        "fields": [describe_field(field) for field in list(meta.fields) + list(meta.many_to_many)],
        "reverse": [describe_reverse(relation) for relation in meta.get_fields() if is_reverse(relation)],
    }


def is_reverse(relation):
    return relation.auto_created and not relation.concrete and relation.is_relation and hasattr(relation, "get_accessor_name")


def describe_reverse(relation):
    return {
        "accessor": text(relation.get_accessor_name()),
        "from": relation.related_model._meta.label,
        "field": relation.field.name,
    }


def describe_field(field):
    told = {
        "name": field.name,
        "class": type(field).__name__,
        "internal_type": text(field.get_internal_type()),
        "column": text(field.column),
        "null": bool(field.null),
        "blank": bool(field.blank),
        "unique": bool(field.unique),
        "primary_key": bool(field.primary_key),
        "db_index": bool(field.db_index),
        "max_length": field.max_length if isinstance(field.max_length, int) else None,
        "has_default": bool(field.has_default()),
        "choices": len(list(field.choices or [])),
        "relation": None,
    }
    return dict(told, **describe_relation(field)) if field.is_relation else told


def describe_relation(field):
    remote = field.remote_field
    related = field.related_model
    kinds = [kind for kind in ("many_to_one", "one_to_one", "many_to_many", "one_to_many") if getattr(field, kind)]
    through = getattr(remote, "through", None)
    on_delete = getattr(remote, "on_delete", None)
    return {
        "relation": kinds[0] if kinds else None,
        "related_model": related if isinstance(related, str) else related._meta.label if related is not None else None,
        "on_delete": None if on_delete is None else name_of_deletion(on_delete),
        "related_name": text(getattr(remote, "related_name", None)),
        "accessor": None if is_hidden(remote) else text(remote.get_accessor_name()),
        "through": None if through is None or isinstance(through, str) else through._meta.label,
    }


def is_hidden(remote):
    hidden = getattr(remote, "hidden", None)  # Django 5.1 and later; a method before
    return not hasattr(remote, "get_accessor_name") or (remote.is_hidden() if hidden is None else hidden)


def name_of_deletion(on_delete):
    name = getattr(on_delete, "__name__", None) or written_name(on_delete) or type(on_delete).__name__
    return "SET" if name == "set_on_delete" else name


def written_name(on_delete):
    """What a migration calls an object that stands for one of Django's functions; None for any other."""
    from django.db.migrations.writer import MigrationWriter

    try:
        written = MigrationWriter.serialize(on_delete)[0]
    except Exception:
        return None
    start = "django.db.models.deletion."
    return written[len(start) :] if written.startswith(start) else None


# ---------------------------------------------------------------------------------------------- migrations


def load():
    from django.db.migrations.loader import MigrationLoader

    return MigrationLoader(None, ignore_no_migrations=True)


def migrations(facts):
    loader = load()
    of_app = {}
    for (label, name), migration in sorted(loader.disk_migrations.items()):
        of_app.setdefault(label, []).append(
            {
                "name": name,
                "dependencies": sorted("{}.{}".format(*dependency[:2]) for dependency in migration.dependencies),
                "replaces": ["{}.{}".format(*replaced[:2]) for replaced in migration.replaces],
                "operations": [type(operation).__name__ for operation in migration.operations],
            }
        )
    conflicts = loader.detect_conflicts()
    for label, known in sorted(of_app.items()):
        leaves = sorted(name for app, name in loader.graph.leaf_nodes(label))
        facts.tell("G", {"app": label, "migrations": known, "leaf_nodes": leaves, "conflicts": sorted(conflicts.get(label, []))})


def drift(facts):
    from django.apps import apps as registry
    from django.core.management import get_commands
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    source = get_commands().get("makemigrations")
    if source != "django.core":
        raise NotImplementedError("makemigrations is {}'s here, and may see other changes than Django's".format(source if isinstance(source, str) else dotted(type(source))))
    # As makemigrations does: a translated choice is no change.
    translation.deactivate_all()
    loader = load()
    questioner = NonInteractiveMigrationQuestioner(specified_apps=None, dry_run=True)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(registry), questioner)
    changes = detector.changes(graph=loader.graph)
    told = {
        label: [{"op": type(operation).__name__, "describe": str(operation.describe())} for migration in found for operation in migration.operations]
        for label, found in changes.items()
    }
    facts.tell("D", {label: told.get(label, []) for label in loader.migrated_apps | set(told)})


def applied(facts):
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    for alias in connections:
        try:
            rows = MigrationRecorder(connections[alias]).applied_migrations()
            loader = MigrationLoader(connections[alias], ignore_no_migrations=True)
            pending = {label: [] for label in loader.migrated_apps}
            for app, name in sorted(key for key in loader.graph.nodes if key not in loader.applied_migrations):
                pending.setdefault(app, []).append(name)
            asked = connections[alias].settings_dict
            place = {"engine": text(asked.get("ENGINE")), "name": text(asked.get("NAME"))}
            facts.tell("R", {"alias": alias, "database": place, "rows": sorted([app, name] for app, name in rows), "pending": pending})
        except Exception as error:
            failed(facts, "applied:" + alias, error)
        facts.flush()
    connections.close_all()


# ---------------------------------------------------------------------------------------------- the rest


def plain(value):
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(each) for each in value]
    return value if value is None or isinstance(value, bool) else str(value)


def settings(facts):
    from django.conf import settings as configured

    told = {name: plain(getattr(configured, name, None)) for name in SETTINGS}
    databases = getattr(configured, "DATABASES", None) or {}
    told["DATABASES"] = {str(alias): str(parts.get("ENGINE", "")) for alias, parts in databases.items()}
    facts.tell("S", told)


def commands(facts):
    from django.core.management import get_commands

    facts.tell("C", {name: app if isinstance(app, str) else type(app).__module__.split(".management")[0] for name, app in get_commands().items()})


def admin(facts):
    from django.apps import apps as registry

    if not registry.is_installed("django.contrib.admin"):
        facts.tell("T", [])
        return
    from django.contrib import admin as installed

    facts.tell("T", sorted(model._meta.label for model in installed.site._registry))
