from django.db import migrations

# Johnson-Cousins: name, central wavelength and bandwidth in nanometres.
FILTERS = [
    ("U", 365, 66),
    ("B", 445, 94),
    ("V", 551, 88),
    ("R", 658, 138),
    ("I", 806, 149),
]


def add_filters(apps, schema_editor):
    Filter = apps.get_model("telescopes", "Filter")
    for name, wavelength, bandwidth in FILTERS:
        Filter.objects.get_or_create(
            slug=f"johnson-{name.lower()}",
            defaults={"name": f"Johnson {name}", "central_wavelength": wavelength, "bandwidth": bandwidth},
        )


class Migration(migrations.Migration):

    dependencies = [
        ("telescopes", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(add_filters, migrations.RunPython.noop),
    ]
