"""
Asks Django what it would write for the cases of `fixtures/drift/cases.py`, and records its answers.

    python tools/record-drift.py [NAME…] > fixtures/drift/recorded.json

Run it with a Python that has Django. Each case is a project of its own in a temporary folder and a child process.
"""

import json
import pathlib
import sys
import tempfile

import django

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "fixtures" / "drift"))
import asking  # noqa: E402
from cases import CASES, HEAD  # noqa: E402


def make_initial(folder):
    asking.start(folder, ["shop"])
    asking.make_migrations(["shop"])


def detect(folder):
    from django.core.management import call_command, get_commands

    asking.start(folder, ["shop"])
    if get_commands()["makemigrations"] == "shop":
        # What it changes in Django stays for what follows.
        call_command("makemigrations", dry_run=True, verbosity=0, interactive=False, stdout=sys.stderr)
    return sorted(asking.detect().get("shop", []))


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
        asking.in_child(lambda: make_initial(folder))
        for name, text in case.get("migrations", {}).items():
            (app / "migrations" / f"{name}.py").write_text(case.get("imports", "") + text)
        (app / "models.py").write_text(HEAD + case["after"])
        changes = asking.in_child(lambda: detect(folder))
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
