import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('observations', '0004_promote_monitoring_programmes'),
    ]

    operations = [
        migrations.AddField(
            model_name='exposure',
            name='airmass',
            field=models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
    ]
