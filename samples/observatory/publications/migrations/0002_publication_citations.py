import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publications', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cited', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incoming_citations', to='publications.publication')),
                ('citing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outgoing_citations', to='publications.publication')),
            ],
        ),
        migrations.AddField(
            model_name='publication',
            name='cites',
            field=models.ManyToManyField(related_name='cited_by', through='publications.Citation', to='publications.publication'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('citing', 'cited'), name='cited_once'),
        ),
    ]
