"""Tables to fill in, drafts of monthly lists, and whether a sender said that nothing has changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0007_policy_grant'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='unchanged',
            field=models.BooleanField(default=False, verbose_name='报无变化'),
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(max_length=80, verbose_name='报送单位')),
                ('dataset', models.CharField(max_length=40, verbose_name='数据集')),
                ('month', models.PositiveIntegerField(verbose_name='所属期')),
                ('batch', models.CharField(blank=True, max_length=16, verbose_name='预填自批次')),
                ('origin', models.CharField(max_length=300, verbose_name='预填自')),
                ('rows', models.PositiveIntegerField(verbose_name='预填行数')),
                ('left', models.PositiveIntegerField(default=0, verbose_name='已迁出未列')),
                ('author', models.CharField(max_length=120, verbose_name='建立人')),
                ('began_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drafts', to='ledger.submission')),
            ],
            options={
                'verbose_name': '填报草稿',
                'verbose_name_plural': '填报草稿',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='行')),
                ('column', models.CharField(max_length=40, verbose_name='列')),
                ('value', models.CharField(blank=True, max_length=1000, verbose_name='值')),
                ('author', models.CharField(max_length=120, verbose_name='谁')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='ledger.draft')),
            ],
            options={
                'verbose_name': '草稿改动',
                'verbose_name_plural': '草稿改动',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Held',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20, verbose_name='角色')),
                ('unit', models.CharField(max_length=80, verbose_name='单位')),
                ('author', models.CharField(max_length=120, verbose_name='署名')),
                ('reach', models.CharField(max_length=12, verbose_name='范围')),
                ('names', models.JSONField(default=list, verbose_name='范围名称')),
                ('clearance', models.CharField(max_length=8, verbose_name='税收权限')),
                ('file', models.CharField(max_length=255, verbose_name='文件名')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('state', models.CharField(choices=[('waiting', '排队'), ('reading', '读取比对中'), ('ready', '已比对'), ('refused', '读不了'), ('failed', '处理中断')], default='waiting', max_length=10, verbose_name='状态')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='结论')),
                ('found', models.JSONField(default=dict, verbose_name='比对')),
                ('chosen', models.JSONField(default=dict, verbose_name='所选')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='谁')),
            ],
            options={
                'verbose_name': '已有此数',
                'verbose_name_plural': '已有此数',
                'ordering': ('-pk',),
            },
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('unit', 'dataset', 'month'), name='one_draft'),
        ),
    ]
