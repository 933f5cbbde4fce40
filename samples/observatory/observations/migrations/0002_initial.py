import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('observations', '0001_initial'),
        ('people', '0001_initial'),
        ('telescopes', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='annotation',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annotations', to='people.astronomer'),
        ),
        migrations.AddField(
            model_name='annotation',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype'),
        ),
        migrations.CreateModel(
            name='WeatherReport',
            fields=[
                ('night', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='weather', serialize=False, to='observations.night')),
                ('seeing', models.FloatField(blank=True, null=True, verbose_name='seeing in arc seconds')),
                ('humidity', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)])),
                ('remarks', models.TextField(blank=True)),
            ],
        ),
        migrations.AddField(
            model_name='night',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nights', to='telescopes.site'),
        ),
        migrations.AddField(
            model_name='observation',
            name='calibrates',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calibrations', to='observations.observation'),
        ),
        migrations.AddField(
            model_name='observation',
            name='instrument',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='telescopes.instrument'),
        ),
        migrations.AddField(
            model_name='observation',
            name='night',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='observations.night'),
        ),
        migrations.AddField(
            model_name='exposure',
            name='observation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exposures', to='observations.observation'),
        ),
        migrations.CreateModel(
            name='Calibration',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('observations.observation',),
        ),
        migrations.AddField(
            model_name='observingshift',
            name='astronomer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='people.astronomer'),
        ),
        migrations.AddField(
            model_name='observingshift',
            name='observation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='observations.observation'),
        ),
        migrations.AddField(
            model_name='observation',
            name='observers',
            field=models.ManyToManyField(related_name='observations', through='observations.ObservingShift', to='people.astronomer'),
        ),
        migrations.AddField(
            model_name='programme',
            name='principal_investigator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='people.astronomer'),
        ),
        migrations.AddField(
            model_name='programme',
            name='telescopes',
            field=models.ManyToManyField(related_name='programmes', to='telescopes.telescope'),
        ),
        migrations.AddField(
            model_name='observation',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='observations.programme'),
        ),
        migrations.AddIndex(
            model_name='target',
            index=models.Index(fields=['right_ascension', 'declination'], name='target_position'),
        ),
        migrations.AddField(
            model_name='observation',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='observations.target'),
        ),
        migrations.AddIndex(
            model_name='annotation',
            index=models.Index(fields=['content_type', 'object_id'], name='annotation_subject'),
        ),
        migrations.AddConstraint(
            model_name='night',
            constraint=models.UniqueConstraint(fields=('site', 'date'), name='one_night_per_site_and_date'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.CheckConstraint(condition=models.Q(('seconds__gt', 0)), name='exposure_takes_time'),
        ),
        migrations.AlterUniqueTogether(
            name='observingshift',
            unique_together={('observation', 'astronomer')},
        ),
    ]
