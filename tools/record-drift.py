"""
Asks Django what it would write for the cases of `fixtures/drift/cases.py`, and records its answers.

    python tools/record-drift.py [NAME…] > fixtures/drift/recorded.json

Run it with a Python that has Django. Each case is a project of its own in a temporary folder and a child process.
"""

import json
import os
import pathlib
import sys
import tempfile

import django

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "fixtures" / "drift"))
from cases import CASES, HEAD  # noqa: E402

APPS = ["django.contrib.contenttypes", "django.contrib.auth", "shop"]
SETTINGS = {
    "INSTALLED_APPS": APPS,
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "USE_TZ": True,
}


def in_child(work):
    """What `work()` returns, computed in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            answer = {"value": work()}
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(writer, "w") as stream:
            json.dump(answer, stream)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        answer = json.load(stream)
    os.waitpid(child, 0)
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer["value"]


def start(folder):
    from django.conf import settings

    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    settings.configure(**SETTINGS)
    django.setup()


def make_initial(folder):
    from django.core.management import call_command

    start(folder)
    call_command("makemigrations", "shop", verbosity=0, interactive=False)


def detect(folder):
    from django.apps import apps
    from django.core.management import call_command, get_commands
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    start(folder)
    translation.deactivate_all()
    if get_commands()["makemigrations"] == "shop":
        # What it changes in Django stays for what follows.
        call_command("makemigrations", dry_run=True, verbosity=0, interactive=False, stdout=sys.stderr)
    loader = MigrationLoader(None)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    operations = [operation for migration in found.get("shop", []) for operation in migration.operations]
    return sorted(operation.describe() for operation in operations)


def record(case):
    with tempfile.TemporaryDirectory() as folder:
        app = pathlib.Path(folder, "shop")
        (app / "migrations").mkdir(parents=True)
        (app / "__init__.py").write_text("")
        (app / "migrations" / "__init__.py").write_text("")
        for name, text in case.get("extra", {}).items():
            (app / name).parent.mkdir(parents=True, exist_ok=True)
            (app / name).write_text(text)
        (app / "models.py").write_text(HEAD + case["before"])
        in_child(lambda: make_initial(folder))
        for name, text in case.get("migrations", {}).items():
            (app / "migrations" / f"{name}.py").write_text(case.get("imports", "") + text)
        (app / "models.py").write_text(HEAD + case["after"])
        changes = in_child(lambda: detect(folder))
        files = {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(app.rglob("*.py"))}
        return {"name": case["name"], "files": files, "changes": changes, "may_be_unknown": case.get("may_be_unknown", False)}


def main(names):
    recorded = []
    for case in CASES:
        if names and case["name"] not in names:
            continue
        try:
            recorded.append(record(case))
        except RuntimeError as error:
            print(f"{case['name']}: {error}", file=sys.stderr)
    print(json.dumps({"django": django.get_version(), "cases": recorded}, indent=1, ensure_ascii=False))


main(sys.argv[1:])
