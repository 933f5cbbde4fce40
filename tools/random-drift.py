"""
Makes random projects whose models have gone on after their migrations, and asks Django what it would write for each.

    python tools/random-drift.py SEED COUNT > projects.json

Run it with a Python that has Django. Each project is one of new models that refer to each other and to old ones, in one
to three apps, beside changed and deleted ones. Projects that Django does not load are left out; for those where it finds
no order, `changes` is null.
"""

import json
import pathlib
import random
import sys
import tempfile

import django

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "fixtures" / "drift"))
import asking  # noqa: E402

WORDS = "Oven loaf Tin Crumb baker Shelf Yeast mill Sack Scale apron Timer Basket Cellar Dough knead".split()
CHECK = "condition" if django.VERSION >= (5, 1) else "check"


class Model:
    def __init__(self, app, name):
        self.app, self.name = app, name
        self.bases, self.kind = [], "model"
        self.fields, self.meta = {}, {}

    @property
    def label(self):
        return f"{self.app}.{self.name}"

    def relations(self):
        return {name: field for name, field in self.fields.items() if field["to"]}

    def drop(self, name):
        del self.fields[name]
        for option in ("indexes", "constraints", "unique_together", "index_together"):
            self.meta[option] = [one for one in self.meta.get(option, []) if name not in one["fields"]]
        if self.meta.get("order_with_respect_to") == name:
            del self.meta["order_with_respect_to"]


class Project:
    def __init__(self, chance):
        self.chance = chance
        self.apps = chance.sample(["bread", "cake", "pastry", "Rolls"], chance.choice([1, 1, 2, 3]))
        self.models = []
        self.user = None
        self.count = 0

    def say(self, likelihood):
        return self.chance.random() < likelihood

    def number(self):
        self.count += 1
        return self.count

    def find(self, label):
        return next((model for model in self.models if model.label == label), None)

    def concrete(self):
        return [model for model in self.models if model.kind == "model"]

    # Fields.

    def scalar(self):
        kind = self.chance.choice(["IntegerField(null=True)", "CharField(max_length=9, null=True)", "DateField(null=True)"])
        return {"text": f"models.{kind}", "to": None, "through": None}

    def relation(self, model, kind=None):
        targets = [one.label for one in self.concrete() if one.kind == "model"] + ["auth.User", "auth.Group"]
        to = self.chance.choice(targets)
        kind = kind or self.chance.choice(["ForeignKey", "ForeignKey", "ForeignKey", "OneToOneField", "ManyToManyField"])
        return self.relating(kind, "self" if to == model.label and self.say(0.5) else to)

    def relating(self, kind, to, **more):
        extra = dict(more)
        if kind != "ManyToManyField":
            extra["on_delete"] = "models.CASCADE"
            if "primary_key" not in more:
                extra["null"] = "True"
        extra["related_name"] = "'+'" if self.say(0.6) else f"'way{self.number()}'"
        target = "settings.AUTH_USER_MODEL" if to == "auth.User" and self.say(0.8) else f"'{to}'"
        arguments = ", ".join([target, *(f"{name}={value}" for name, value in extra.items())])
        return {"text": f"models.{kind}({arguments})", "to": to, "through": None, "kind": kind}

    def name_field(self, prefix="abcdefgh"):
        return f"{self.chance.choice(prefix)}{self.number()}"

    # Models.

    def add_model(self, app, kind=None):
        taken = {model.name.lower() for model in self.models if model.app == app}
        names = [word for word in WORDS if word.lower() not in taken]
        if not names:
            return None
        model = Model(app, self.chance.choice(names))
        roll = self.chance.random()
        parents = [one for one in self.models if one.app == app or self.apps.index(one.app) < self.apps.index(app)]
        concrete = [one for one in parents if one.kind == "model"]
        if kind == "plain" or roll < 0.72 or not parents:
            pass
        elif roll < 0.84 and concrete:
            model.bases = [self.chance.choice(concrete).label]
        elif roll < 0.93:
            base = self.chance.choice([one for one in parents if one.kind in ("model", "proxy")])
            model.kind, model.bases = "proxy", [base.label]
            self.models.append(model)
            return model
        else:
            model.kind = "unmanaged"
        if not model.bases and self.say(0.1):
            model.fields[self.name_field()] = {"text": "models.CharField(max_length=9, unique=True, primary_key=True)", "to": None, "through": None}
        for _ in range(self.chance.choice([1, 2])):
            model.fields[self.name_field()] = self.scalar()
        self.models.append(model)
        return model

    def relate(self, model):
        if model.kind == "proxy":
            return
        for _ in range(self.chance.choice([0, 1, 1, 2, 3])):
            model.fields[self.name_field()] = self.relation(model)
        has_key = model.bases or any("primary_key" in field["text"] for field in model.fields.values())
        if not has_key and self.say(0.06):
            others = [one.label for one in self.concrete() if one is not model]
            if others:
                model.fields[self.name_field()] = self.relating("OneToOneField", self.chance.choice(others), primary_key="True")

    def add_through(self, model):
        """A many-to-many field with a model of its own between."""
        other = self.chance.choice(self.concrete())
        between = self.add_model(self.chance.choice(self.apps), "plain")
        if between is None or other is model:
            return
        between.fields[self.name_field()] = self.relating("ForeignKey", model.label)
        between.fields[self.name_field()] = self.relating("ForeignKey", other.label)
        field = self.relating("ManyToManyField", other.label, through=f"'{between.label}'")
        model.fields[self.name_field()] = {**field, "through": between.label}

    def optionate(self, model):
        if model.kind != "model":
            return
        columns = [name for name, field in model.fields.items() if field.get("kind") != "ManyToManyField"]
        keys = [name for name, field in model.fields.items() if field.get("kind") in ("ForeignKey", "OneToOneField")]
        pick = lambda: self.chance.sample(columns, min(len(columns), self.chance.choice([1, 2])))  # noqa: E731
        if columns and self.say(0.35):
            model.meta.setdefault("indexes", []).append({"fields": pick(), "name": f"index_{self.number()}"})
        if columns and self.say(0.25):
            model.meta.setdefault("constraints", []).append({"fields": pick(), "name": f"constraint_{self.number()}"})
        if len(columns) > 1 and self.say(0.3):
            model.meta.setdefault("unique_together", []).append({"fields": self.chance.sample(columns, 2)})
        if len(columns) > 1 and django.VERSION < (5, 1) and self.say(0.2):
            model.meta.setdefault("index_together", []).append({"fields": self.chance.sample(columns, 2)})
        if keys and "ordering" not in model.meta and self.say(0.2):
            model.meta["order_with_respect_to"] = self.chance.choice(keys)

    def grow(self, low, high):
        new = []
        for app in self.apps:
            for _ in range(self.chance.randint(low, high)):
                new.append(self.add_model(app))
        new = [model for model in new if model is not None]
        for model in new:
            self.relate(model)
        for model in new:
            if model.kind == "model" and self.say(0.15):
                self.add_through(model)
        for model in new:
            self.optionate(model)

    # Changes.

    def delete(self, model):
        self.models.remove(model)
        for child in [one for one in self.models if model.label in one.bases]:
            self.delete(child)
        for one in self.models:
            for name, field in list(one.fields.items()):
                if field["to"] == model.label or field["through"] == model.label:
                    others = [other.label for other in self.concrete()]
                    if others and field["through"] is None and field["kind"] != "ManyToManyField" and "primary_key" not in field["text"] and self.say(0.3):
                        one.fields[name] = self.relating(field["kind"], self.chance.choice(others))
                    else:
                        one.drop(name)

    def change(self, model):
        if model.kind == "proxy":
            return
        plain = [name for name, field in model.fields.items() if field["to"] is None and "primary_key" not in field["text"]]
        roll = self.chance.random()
        if roll < 0.35:
            model.fields[self.name_field()] = self.relation(model)
        elif roll < 0.5:
            model.fields[self.name_field()] = self.scalar()
        elif roll < 0.65 and plain:
            model.fields[self.chance.choice(plain)] = {"text": "models.CharField(max_length=19, null=True)", "to": None, "through": None}
        elif roll < 0.8 and plain:
            model.drop(self.chance.choice(plain))
        elif roll < 0.9:
            self.optionate(model)
        else:
            for option in ("indexes", "unique_together", "constraints"):
                model.meta[option] = model.meta.get(option, [])[1:]
            if self.say(0.5):
                model.meta.pop("order_with_respect_to", None)
        if self.say(0.15) and "order_with_respect_to" not in model.meta:
            model.meta["ordering"] = [self.chance.choice(list(model.fields) or ["pk"])]

    # Source.

    def write(self, app):
        lines = ["from django.conf import settings", "from django.contrib.auth.models import AbstractBaseUser", "from django.db import models"]
        for other in self.apps:
            if other != app and any(base.startswith(f"{other}.") for model in self.models if model.app == app for base in model.bases):
                lines.append(f"import {other}.models")
        for model in self.models:
            if model.app == app:
                lines += ["", "", *self.write_model(model)]
        return "\n".join(lines) + "\n"

    def write_model(self, model):
        root = "AbstractBaseUser" if model.label == self.user else "models.Model"
        bases = [base.split(".")[1] if base.startswith(f"{model.app}.") else base.replace(".", ".models.", 1) for base in model.bases]
        yield f"class {model.name}({', '.join(bases) or root}):"
        for name, field in model.fields.items():
            yield f"    {name} = {field['text']}"
        if model.label == self.user:
            yield "    handle = models.CharField(max_length=9, unique=True)"
            yield "    USERNAME_FIELD = 'handle'"
        yield "    class Meta:"
        yield f"        app_label = '{model.app}'"
        if model.kind == "proxy":
            yield "        proxy = True"
        if model.kind == "unmanaged":
            yield "        managed = False"
        if "ordering" in model.meta:
            yield f"        ordering = {model.meta['ordering']}"
        if "order_with_respect_to" in model.meta:
            yield f"        order_with_respect_to = {model.meta['order_with_respect_to']!r}"
        for option in ("unique_together", "index_together"):
            if model.meta.get(option):
                yield f"        {option} = {[tuple(one['fields']) for one in model.meta[option]]}"
        if model.meta.get("indexes"):
            written = ", ".join(f"models.Index(fields={one['fields']}, name='{one['name']}')" for one in model.meta["indexes"])
            yield f"        indexes = [{written}]"
        if model.meta.get("constraints"):
            written = ", ".join(
                f"models.UniqueConstraint(fields={one['fields']}, name='{one['name']}')"
                if len(one["fields"]) > 1
                else f"models.CheckConstraint({CHECK}=models.Q({one['fields'][0]}__isnull=False), name='{one['name']}')"
                for one in model.meta["constraints"]
            )
            yield f"        constraints = [{written}]"

    def save(self, folder):
        for app in self.apps:
            package = pathlib.Path(folder, app)
            if not package.exists():
                (package / "migrations").mkdir(parents=True)
                (package / "__init__.py").write_text("")
                (package / "migrations" / "__init__.py").write_text("")
            (package / "models.py").write_text(self.write(app))


def work(folder, project, do):
    def run():
        more = {"AUTH_USER_MODEL": project.user} if project.user else {}
        asking.start(folder, project.apps, **more)
        return do()

    return asking.in_child(run)


def record(seed):
    chance = random.Random(seed)
    project = Project(chance)
    late = project.apps.pop() if len(project.apps) > 1 and project.say(0.25) else None
    project.grow(1, 3)
    if project.say(0.2) and (users := [one for one in project.models if one.kind == "model" and not one.bases]):
        project.user = chance.choice(users).label
    with tempfile.TemporaryDirectory() as folder:
        project.save(folder)
        work(folder, project, lambda: asking.make_migrations(project.apps))
        if late is not None:
            project.apps.append(late)
        for model in list(project.models):
            if model in project.models and model.label != project.user and project.say(0.15):
                project.delete(model)
        for model in project.models:
            if project.say(0.4):
                project.change(model)
        project.grow(0, 3)
        project.save(folder)
        try:
            changes = work(folder, project, asking.detect)
        except RuntimeError as error:
            if "Cycl" not in str(error) and "Cannot resolve operation dependencies" not in str(error):
                raise
            changes = None
        files = {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(pathlib.Path(folder).rglob("*.py"))}
    return {"name": f"seed {seed}", "apps": project.apps, "user": project.user, "files": files, "changes": changes}


def main(seed, count):
    cases = []
    for number in range(seed, seed + count):
        try:
            cases.append(record(number))
        except RuntimeError as error:
            print(f"seed {number}: {str(error)[:300]}", file=sys.stderr)
    print(json.dumps({"django": django.get_version(), "cases": cases}, ensure_ascii=False))


main(int(sys.argv[1]), int(sys.argv[2]))
