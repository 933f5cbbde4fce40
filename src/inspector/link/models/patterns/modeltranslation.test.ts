import { describe, expect, it } from "vitest";
import { aScannedProject, fieldNamed, modelNamed } from "../../../a-scanned-project.ts";

const models = `from django.db import models


class Topic(models.Model):
    name = models.CharField(max_length=20, unique=True)


class News(models.Model):
    title = models.CharField("Headline", max_length=80, db_index=True)
    text = models.TextField(blank=True)
    isPublic = models.BooleanField(default=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="items", null=True)
    tags = models.ManyToManyField(Topic)
    slug = models.SlugField(db_column="slug_column", unique=True)
`;

const translation = `from modeltranslation.translator import TranslationOptions, register, translator

from .models import News, Topic


@register(News)
class NewsTranslation(TranslationOptions):
    fields = ("title", "text", "isPublic", "topic", "slug")


class TopicTranslation(TranslationOptions):
    fields = ["name"]


translator.register(Topic, TopicTranslation)
`;

/** As \`makemigrations\` of Django 6.1 with django-modeltranslation 0.20 wrote it. */
const migration = `import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='News',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(db_index=True, max_length=80, verbose_name='Headline')),
                ('title_en', models.CharField(db_index=True, max_length=80, null=True, verbose_name='Headline')),
                ('title_pt_br', models.CharField(db_index=True, max_length=80, null=True, verbose_name='Headline')),
                ('text', models.TextField(blank=True)),
                ('text_en', models.TextField(blank=True, null=True)),
                ('text_pt_br', models.TextField(blank=True, null=True)),
                ('isPublic', models.BooleanField(default=False)),
                ('isPublic_en', models.BooleanField(default=False)),
                ('isPublic_pt_br', models.BooleanField(default=False)),
                ('slug', models.SlugField(db_column='slug_column', unique=True)),
                ('slug_en', models.SlugField(db_column='slug_column_en', null=True, unique=True)),
                ('slug_pt_br', models.SlugField(db_column='slug_column_pt_br', null=True, unique=True)),
                ('tags', models.ManyToManyField(to='news.topic')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='news.topic')),
                ('topic_en', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='news.topic')),
                ('topic_pt_br', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='news.topic')),
            ],
        ),
    ]
`;

const scanned = (over: Readonly<Record<string, string>> = {}) =>
  aScannedProject({
    "requirements.txt": "django==6.1.3\n",
    "config/settings.py":
      'INSTALLED_APPS = ["modeltranslation", "django.contrib.contenttypes", "news"]\nLANGUAGES = [("en", "English"), ("pt-br", "Brazil")]\n',
    "news/models.py": models,
    "news/translation.py": translation,
    "news/migrations/__init__.py": "",
    "news/migrations/0001_initial.py": migration,
    ...over,
  });
const driftOf = (over: Readonly<Record<string, string>> = {}) =>
  scanned(over).migrations.drift?.["news"]?.map(({ describe }) => describe) ?? null;

describe("translated fields", () => {
  it("stand on the model, one for each language", () => {
    const facts = scanned();
    expect(fieldNamed(facts, "news.News", "slug_pt_br")).toMatchObject({
      class: "TranslationSlugField",
      column: "slug_column_pt_br",
      null: true,
      blank: true,
      unique: true,
    });
    expect(fieldNamed(facts, "news.News", "topic_en")).toMatchObject({ accessor: "items_en", related_model: "news.Topic" });
  });

  it("are as the migrations hold them, and are in no migration where a language is new", () => {
    expect(driftOf()).toEqual([]);
    const languages =
      'MODELTRANSLATION_LANGUAGES = ("en", "pt-br", "de")\nINSTALLED_APPS = ["modeltranslation", "django.contrib.contenttypes", "news"]\n';
    expect(driftOf({ "config/settings.py": languages })).toContain("Add field title_de to news");
  });

  it("are not known on a model whose options an earlier registration has made", () => {
    expect(modelNamed(scanned(), "news.Topic").certainty).toBe("unknown");
  });

  it("are not known where the languages or the options are not", () => {
    const unknown = { "config/settings.py": 'from ovens import LANGUAGES\nINSTALLED_APPS = ["modeltranslation", "news"]\n' };
    expect([modelNamed(scanned(unknown), "news.News").certainty, driftOf(unknown)]).toEqual(["unknown", null]);
    const computed = { "news/translation.py": translation.replace('("title"', 'find_fields("title"') };
    expect([modelNamed(scanned(computed), "news.News").certainty, driftOf(computed)]).toEqual(["unknown", null]);
  });
});
