"""Corrections, and judgements waiting to be sent in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_closing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(max_length=80, verbose_name='单位')),
                ('author', models.CharField(max_length=120, verbose_name='署名')),
                ('noun', models.CharField(max_length=40, verbose_name='台账')),
                ('thing', models.CharField(max_length=80, verbose_name='对象')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('column', models.CharField(max_length=40, verbose_name='字段')),
                ('owner', models.CharField(max_length=80, verbose_name='归属单位')),
                ('was', models.CharField(blank=True, max_length=500, verbose_name='原值')),
                ('value', models.CharField(max_length=500, verbose_name='更正为')),
                ('holds_from', models.DateField(null=True, verbose_name='起算日期')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('proof', models.CharField(blank=True, max_length=300, verbose_name='凭据')),
                ('attachment', models.CharField(blank=True, max_length=200, verbose_name='附件')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='提出时间')),
                ('stage', models.CharField(choices=[('proposed', '待归属单位核实'), ('waiting', '待入库'), ('in_force', '已入库'), ('refused', '退回'), ('adopted', '已采纳'), ('declined', '不采纳'), ('leaving', '撤回中'), ('withdrawn', '已撤回')], max_length=10, verbose_name='状态')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='答复')),
                ('answered_by', models.CharField(blank=True, max_length=120, verbose_name='答复人')),
                ('month', models.PositiveIntegerField(verbose_name='随哪个月入库')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('answers', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='taken_up_in', to='ledger.correction')),
                ('build', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='corrections', to='ledger.buildrun')),
            ],
            options={
                'verbose_name': '更正单',
                'verbose_name_plural': '更正单',
                'ordering': ('-pk',),
                'indexes': [models.Index(fields=['noun', 'thing', 'stage'], name='ledger_corr_noun_e4a46f_idx')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(max_length=80, verbose_name='单位')),
                ('author', models.CharField(max_length=120, verbose_name='署名')),
                ('left', models.CharField(max_length=200, verbose_name='记录甲')),
                ('left_name', models.CharField(max_length=200, verbose_name='名称甲')),
                ('right', models.CharField(max_length=200, verbose_name='记录乙')),
                ('right_name', models.CharField(max_length=200, verbose_name='名称乙')),
                ('verdict', models.CharField(choices=[('同一', '同一'), ('不同', '不同'), ('不确定', '不确定'), ('撤回', '撤回')], max_length=3, verbose_name='判断')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='判断时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='判断人')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='judgements', to='ledger.submission')),
            ],
            options={
                'verbose_name': '归并判断',
                'verbose_name_plural': '归并判断',
                'ordering': ('-pk',),
                'indexes': [models.Index(fields=['unit', 'submission'], name='ledger_judg_unit_b1ed24_idx')],
            },
        ),
    ]
