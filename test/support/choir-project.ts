/**
 * A real Django project of a choir, whose models are related in every way that Django knows, with people in its
 * database: for tests of exports. Every word that tells of a person holds `canary`.
 */
import { execFileSync } from "node:child_process";
import { writeIn } from "./library-project.ts";

const models = `from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Town(models.Model):
    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=60)


class Person(models.Model):
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    email = models.EmailField(unique=True)
    phone = models.CharField(max_length=40)
    street = models.CharField(max_length=80)
    birth_date = models.DateField()
    remarks = models.TextField(blank=True)
    api_token = models.CharField(max_length=60, unique=True)
    password = models.CharField(max_length=128)
    homepage = models.URLField(blank=True)
    photo = models.FileField(blank=True)
    extra = models.JSONField(default=dict)
    last_ip = models.GenericIPAddressField(null=True)
    nationality = models.CharField(max_length=2, choices=[("nl", "Dutch"), ("fr", "French")], default="nl")
    motto = models.CharField(max_length=80, blank=True)
    score = models.IntegerField(default=3)
    town = models.ForeignKey(Town, models.PROTECT, to_field="code")
    mentor = models.ForeignKey("self", models.SET_NULL, null=True)
    comments = GenericRelation("choir.Comment")


class Ensemble(models.Model):
    title = models.CharField(max_length=60)
    leader = models.ForeignKey("Singer", models.SET_NULL, null=True, related_name="+")


class Singer(Person):
    voice = models.CharField(max_length=10, choices=[("alto", "Alto"), ("bass", "Bass")])
    ensemble = models.ForeignKey(Ensemble, models.CASCADE)
    account = models.OneToOneField(User, models.CASCADE, null=True)


class Tag(models.Model):
    label = models.SlugField(unique=True)


class Song(models.Model):
    title = models.CharField(max_length=80)
    tags = models.ManyToManyField(Tag)
    singers = models.ManyToManyField(Singer, through="Part")


class Part(models.Model):
    song = models.ForeignKey(Song, models.CASCADE)
    singer = models.ForeignKey(Singer, models.CASCADE)
    line = models.TextField()


class Comment(models.Model):
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.CharField(max_length=80)
    about = GenericForeignKey("content_type", "object_id")
    text = models.TextField()


class Subscriber(models.Model):
    address = models.EmailField(primary_key=True)


class Letter(models.Model):
    to = models.ForeignKey(Subscriber, models.CASCADE)
    body = models.TextField()


class Archived(models.Model):
    person = models.ForeignKey(Person, models.DO_NOTHING)
    label = models.CharField(max_length=40)

    class Meta:
        managed = False
        db_table = "old_archive"


class Hidden(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(visible=True)


class Secret(models.Model):
    visible = models.BooleanField(default=True)
    person = models.ForeignKey(Person, models.CASCADE)
    objects = Hidden()


class Concert(models.Model):
    pk = models.CompositePrimaryKey("song_id", "night")
    song = models.ForeignKey(Song, models.CASCADE)
    night = models.IntegerField()
    review = models.TextField()
`;

const seed = `import datetime
from django.contrib.auth.models import Permission, User
from django.db import connection
from choir.models import *
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE old_archive (id integer primary key, person_id integer, label varchar(40))")
town = Town.objects.create(code="canary-7", name="Canary Ville")
Town.objects.create(code="unused", name="Nobody")
def details(n):
    return dict(first_name="Canaria%d" % n, last_name="Canarystone", email="canary%d@people.test" % n, phone="+31 20 555 77%02d" % n,
        street="%d Canary Lane" % n, birth_date=datetime.date(1971, 7, 17), remarks="The canary said so, of number %d." % n,
        api_token="canarytoken%d" % n, password="pbkdf2_sha256$canary$%d" % n, homepage="https://canary%d.people.test/me" % n,
        photo="canary/face%d.png" % n, extra={"nick": "canary", "list": ["canary", 5], "phone": 205557700, "deep": {"canary key!": "canary"}},
        last_ip="198.51.100.%d" % n, motto="Canary Über Alles %d" % n, town=town)
user = User.objects.create_user("canaryuser", "canary@account.test", "canary")
user.user_permissions.add(Permission.objects.get(codename="add_song"))
ensemble = Ensemble.objects.create(title="Canary Ensemble")
old = Person.objects.create(**details(1))
singers = [Singer.objects.create(voice="alto", ensemble=ensemble, mentor=old, account=user if n == 2 else None, **details(n)) for n in range(2, 6)]
old.mentor_id = singers[0].pk; old.save()
ensemble.leader = singers[1]; ensemble.save()
tags = [Tag.objects.create(label="canary-%d" % n) for n in range(3)]
for n in range(3):
    song = Song.objects.create(title="Canary Song %d" % n)
    song.tags.set(tags[: n + 1])
    Part.objects.create(song=song, singer=singers[n], line="canary line")
    Concert.objects.create(song=song, night=n, review="canary review")
for about in (old, singers[0]):
    Comment.objects.create(about=about, text="canary comment")
letter = Letter.objects.create(to=Subscriber.objects.create(address="canary@subscribers.test"), body="canary body")
Comment.objects.create(about=letter.to, text="canary comment on a subscriber")
Archived.objects.create(id=1, person=old, label="canary label")
Secret.objects.create(visible=False, person=old)
`;

/** Writes the project, migrates it and fills it, all by the Django of `python`. */
export const writeChoir = (folder: string, python: string, settings = ""): void => {
  writeIn(
    folder,
    "manage.py",
    `import os, sys
if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hall.settings")
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
`,
  );
  writeIn(folder, "hall/__init__.py", "print('the project prints when it starts')\n");
  writeIn(
    folder,
    "hall/settings.py",
    `from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "a key of the choir"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "choir"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(BASE_DIR / "db.sqlite3")}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
${settings}
`,
  );
  writeIn(folder, "choir/__init__.py", "");
  writeIn(folder, "choir/models.py", models);
  const env = { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1" };
  const manage = (...words: readonly string[]): void => void execFileSync(python, ["manage.py", ...words], { cwd: folder, env });
  manage("makemigrations", "choir", "-v0");
  manage("migrate", "-v0");
  manage("shell", "-c", seed);
};
