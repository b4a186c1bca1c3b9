"""What a correction has become since, and by which hash a file is known again."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_correction_judgement'),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='changed_at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='变动时间'),
        ),
        migrations.AddField(
            model_name='submission',
            name='sha256',
            field=models.CharField(blank=True, db_index=True, max_length=64, verbose_name='校验和'),
        ),
    ]
