"""所问、政策文件: what is asked of policies, and the documents that are quoted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0008_held_draft'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=300, verbose_name='问题')),
                ('outcome', models.CharField(choices=[('quoted', '引用原文'), ('handed', '转规则引擎'), ('not_found', '没有找到依据')], max_length=10, verbose_name='结果')),
                ('cited', models.JSONField(default=list, verbose_name='引用')),
                ('unit', models.CharField(blank=True, max_length=80, verbose_name='应问单位')),
                ('trouble', models.CharField(blank=True, max_length=300, verbose_name='接口情况')),
                ('role', models.CharField(max_length=20, verbose_name='提问角色')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='提问时间')),
                ('useful', models.BooleanField(null=True, verbose_name='有用')),
                ('dealt_by', models.CharField(blank=True, max_length=120, verbose_name='处理人')),
                ('dealt', models.CharField(blank=True, max_length=300, verbose_name='处理')),
            ],
            options={
                'verbose_name': '所问',
                'verbose_name_plural': '所问',
                'ordering': ('-asked_at',),
            },
        ),
        migrations.CreateModel(
            name='PolicyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('number', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                ('issuer', models.CharField(blank=True, max_length=120, verbose_name='发文单位')),
                ('sort', models.CharField(choices=[('policy', '政策'), ('regulation', '法规'), ('guide', '指南'), ('plan', '方案')], default='policy', max_length=12, verbose_name='种类')),
                ('issued', models.DateField(blank=True, null=True, verbose_name='发文日期')),
                ('since', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('repealed_by', models.CharField(blank=True, max_length=200, verbose_name='被何文件替代')),
                ('text', models.TextField(verbose_name='全文')),
                ('unit', models.CharField(max_length=80, verbose_name='录入单位')),
                ('author', models.CharField(max_length=120, verbose_name='录入人')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='录入时间')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='改动时间')),
            ],
            options={
                'verbose_name': '政策文件',
                'verbose_name_plural': '政策文件',
                'ordering': ('-added_at',),
            },
        ),
    ]
