"""Each release keeps what was measured of it; those made before keep nothing, and their page says less."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('share', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='weighed',
            field=models.JSONField(default=dict, help_text='Risk before and after, cost, and what another k would do, as the engine measured them; counts only'),
        ),
    ]
