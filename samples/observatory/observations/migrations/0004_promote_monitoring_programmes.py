from django.db import migrations


def promote(apps, schema_editor):
    """Programmes that watch something over years lose most by a missed night."""
    Programme = apps.get_model("observations", "Programme")
    Programme.objects.filter(title__icontains="monitoring").update(priority=1)


def demote(apps, schema_editor):
    Programme = apps.get_model("observations", "Programme")
    Programme.objects.filter(priority=1).update(priority=3)


class Migration(migrations.Migration):

    dependencies = [
        ("observations", "0003_programme_priority"),
    ]

    operations = [
        migrations.RunPython(promote, demote),
    ]
