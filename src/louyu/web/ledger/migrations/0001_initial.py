"""The first tables, as Django wrote them down."""

import louyu.web.ledger.audit
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='序号')),
                ('at', models.CharField(max_length=32, verbose_name='时间')),
                ('author', models.CharField(max_length=120, verbose_name='谁')),
                ('unit', models.CharField(max_length=80, verbose_name='单位')),
                ('action', models.CharField(choices=louyu.web.ledger.audit.action_choices, max_length=20, verbose_name='做了什么')),
                ('subject', models.CharField(max_length=200, verbose_name='对什么')),
                ('detail', models.JSONField(default=dict, verbose_name='详情')),
                ('before', models.CharField(max_length=64, verbose_name='前一条校验和')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验和')),
            ],
            options={
                'verbose_name': '操作日志',
                'verbose_name_plural': '操作日志',
                'ordering': ('-number',),
            },
        ),
    ]
