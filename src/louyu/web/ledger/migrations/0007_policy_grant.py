"""政策版本、兑现: what the policy desk writes down."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0006_sent_back"),
    ]

    operations = [
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy', models.CharField(max_length=62, verbose_name='政策')),
                ('subject', models.CharField(max_length=80, verbose_name='对象')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('year', models.PositiveIntegerField(verbose_name='年度')),
                ('amount', models.BigIntegerField(verbose_name='金额（分）')),
                ('said_by', models.CharField(max_length=120, verbose_name='登记人')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
            ],
            options={
                'verbose_name': '兑现',
                'verbose_name_plural': '兑现',
                'ordering': ('-said_at',),
                'constraints': [models.UniqueConstraint(fields=('policy', 'subject', 'year'), name='once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=62, verbose_name='政策')),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('body', models.JSONField(verbose_name='内容')),
                ('standing', models.CharField(choices=[('draft', '草稿'), ('published', '已发布'), ('replaced', '已被新版本替代'), ('withdrawn', '已撤下')], max_length=10, verbose_name='状态')),
                ('unit', models.CharField(max_length=80, verbose_name='单位')),
                ('author', models.CharField(max_length=120, verbose_name='起草人')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='改动说明')),
                ('drafted_at', models.DateTimeField(auto_now_add=True, verbose_name='起草时间')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='改动时间')),
                ('published_at', models.DateTimeField(null=True, verbose_name='发布时间')),
                ('published_by', models.CharField(blank=True, max_length=120, verbose_name='发布人')),
            ],
            options={
                'verbose_name': '政策版本',
                'verbose_name_plural': '政策版本',
                'ordering': ('key', '-version'),
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='one_version')],
            },
        ),
    ]
