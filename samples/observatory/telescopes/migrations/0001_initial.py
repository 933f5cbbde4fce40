import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('serial_number', models.CharField(max_length=40, unique=True)),
                ('retired_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Filter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('central_wavelength', models.PositiveIntegerField(help_text='nanometres')),
                ('bandwidth', models.PositiveIntegerField(help_text='nanometres')),
            ],
            options={
                'ordering': ['central_wavelength'],
            },
        ),
        migrations.CreateModel(
            name='Camera',
            fields=[
                ('instrument_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='telescopes.instrument')),
                ('pixel_size', models.FloatField(help_text='micrometres')),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
            },
            bases=('telescopes.instrument',),
        ),
        migrations.CreateModel(
            name='Spectrograph',
            fields=[
                ('instrument_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='telescopes.instrument')),
                ('resolving_power', models.PositiveIntegerField()),
                ('fibres', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
            },
            bases=('telescopes.instrument',),
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('latitude', models.DecimalField(decimal_places=5, max_digits=8)),
                ('longitude', models.DecimalField(decimal_places=5, max_digits=8)),
                ('elevation', models.PositiveIntegerField(verbose_name='elevation in metres')),
                ('time_zone', models.CharField(default='UTC', max_length=64)),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('latitude__range', (-90, 90))), name='site_latitude_in_range'), models.CheckConstraint(condition=models.Q(('longitude__range', (-180, 180))), name='site_longitude_in_range')],
            },
        ),
        migrations.CreateModel(
            name='Telescope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('aperture', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='aperture in metres')),
                ('focal_ratio', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(60)])),
                ('mount', models.CharField(choices=[('eq', 'Equatorial'), ('az', 'Altazimuth'), ('tr', 'Transit')], default='az', max_length=2)),
                ('first_light', models.DateField(blank=True, null=True)),
                ('retired_on', models.DateField(blank=True, null=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='telescopes', to='telescopes.site')),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MaintenanceWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('telescope', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='maintenance', to='telescopes.telescope')),
            ],
            options={
                'ordering': ['starts_at'],
            },
        ),
        migrations.AddField(
            model_name='instrument',
            name='telescope',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instruments', to='telescopes.telescope'),
        ),
        migrations.CreateModel(
            name='CameraFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField()),
                ('filter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='telescopes.filter')),
                ('camera', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='telescopes.camera')),
            ],
            options={
                'ordering': ['camera', 'slot'],
            },
        ),
        migrations.AddField(
            model_name='camera',
            name='filters',
            field=models.ManyToManyField(related_name='cameras', through='telescopes.CameraFilter', to='telescopes.filter'),
        ),
        migrations.AddIndex(
            model_name='telescope',
            index=models.Index(fields=['site', 'mount'], name='telescope_site_mount'),
        ),
        migrations.AddConstraint(
            model_name='maintenancewindow',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='maintenance_ends_after_start'),
        ),
        migrations.AlterUniqueTogether(
            name='camerafilter',
            unique_together={('camera', 'slot')},
        ),
    ]
