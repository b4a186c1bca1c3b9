"""Files sent on the pages, and the editions built of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BuildRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='提出时间')),
                ('asked_by', models.CharField(max_length=120, verbose_name='提出人')),
                ('reason', models.CharField(max_length=200, verbose_name='缘由')),
                ('state', models.CharField(choices=[('waiting', '排队'), ('running', '编制中'), ('published', '已发布'), ('unchanged', '没有变化'), ('failed', '未成')], default='waiting', max_length=10, verbose_name='状态')),
                ('edition', models.CharField(blank=True, max_length=20, verbose_name='期号')),
                ('seconds', models.FloatField(null=True, verbose_name='用时')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='结论')),
            ],
            options={
                'verbose_name': '编制',
                'verbose_name_plural': '编制',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(max_length=80, verbose_name='单位')),
                ('author', models.CharField(max_length=120, verbose_name='署名')),
                ('whole', models.BooleanField(default=False, verbose_name='代任何单位报送')),
                ('file', models.CharField(max_length=255, verbose_name='文件名')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节')),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='报送时间')),
                ('state', models.CharField(choices=[('waiting', '排队'), ('reading', '读取核对中'), ('asking', '待确认'), ('refused', '退回'), ('known', '以前收过'), ('entering', '入库中'), ('in_force', '已入库'), ('withdrawn', '已撤回'), ('dropped', '未提交'), ('failed', '处理中断')], default='waiting', max_length=10, verbose_name='状态')),
                ('dataset', models.CharField(blank=True, max_length=40, verbose_name='数据集')),
                ('sender', models.CharField(blank=True, max_length=80, verbose_name='报送单位')),
                ('month', models.PositiveIntegerField(null=True, verbose_name='所属期')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='结论')),
                ('record', models.JSONField(default=dict, verbose_name='批次记录')),
                ('comparison', models.JSONField(default=dict, verbose_name='与上次相比')),
                ('batch', models.CharField(blank=True, max_length=16, verbose_name='批次')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='报送人')),
                ('build', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submissions', to='ledger.buildrun')),
            ],
            options={
                'verbose_name': '报送',
                'verbose_name_plural': '报送',
                'ordering': ('-pk',),
            },
        ),
    ]
