import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('observations', '0002_initial'),
        ('people', '0001_initial'),
        ('telescopes', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='programme',
            options={'ordering': ['priority', 'code']},
        ),
        migrations.AddField(
            model_name='programme',
            name='priority',
            field=models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)]),
        ),
        migrations.AddIndex(
            model_name='programme',
            index=models.Index(fields=['priority', 'code'], name='programme_priority_code'),
        ),
    ]
