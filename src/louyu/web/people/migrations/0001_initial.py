"""The first tables, as Django wrote them down."""

import datetime
import django.db.models.deletion
import louyu.web.people.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='账号')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('password_set_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='密码设置时间')),
            ],
            options={
                'verbose_name': '账号',
                'verbose_name_plural': '账号',
                'ordering': ('username',),
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('task_force', '专班'), ('leader', '领导'), ('clerk', '部门经办'), ('liaison', '街镇联络员'), ('operator', '楼宇运营方'), ('enterprise', '企业'), ('auditor', '审计'), ('administrator', '管理员')], max_length=20, verbose_name='角色')),
                ('unit', models.CharField(max_length=80, verbose_name='单位')),
                ('names', models.JSONField(blank=True, default=list, help_text='街镇名称、楼宇编码或企业编号', verbose_name='范围')),
                ('clearance', models.CharField(choices=louyu.web.people.models.clearance_choices, default='hidden', max_length=10, verbose_name='税收权限')),
                ('manages_unit', models.BooleanField(default=False, verbose_name='本单位管理人')),
                ('from_on', models.DateField(default=datetime.date.today, verbose_name='生效日期')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                ('granted_by', models.CharField(blank=True, max_length=80, verbose_name='授予人')),
                ('reviewed_on', models.DateField(default=datetime.date.today, verbose_name='复核日期')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'ordering': ('account', 'pk'),
            },
        ),
    ]
