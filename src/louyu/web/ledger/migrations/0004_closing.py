"""Months that were closed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_submission'),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('month', models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name='月份')),
                ('edition', models.CharField(max_length=20, verbose_name='期号')),
                ('closed_by', models.CharField(max_length=120, verbose_name='关账人')),
                ('closed_at', models.DateTimeField(auto_now_add=True, verbose_name='关账时间')),
            ],
            options={
                'verbose_name': '关账',
                'verbose_name_plural': '关账',
                'ordering': ('-month',),
            },
        ),
    ]
