"""Keys to the API."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="校验和")),
                ("shown", models.CharField(max_length=12, verbose_name="开头几位")),
                (
                    "purpose",
                    models.CharField(blank=True, max_length=100, verbose_name="精确税收用途"),
                ),
                ("quota", models.PositiveIntegerField(default=1000, verbose_name="每日次数")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("until_on", models.DateField(verbose_name="有效期至")),
                ("revoked", models.BooleanField(default=False, verbose_name="已作废")),
                ("used_on", models.DateField(blank=True, null=True, verbose_name="最近使用")),
                ("used", models.PositiveIntegerField(default=0, verbose_name="当日次数")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="people.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "接口密钥",
                "verbose_name_plural": "接口密钥",
                "ordering": ("-pk",),
            },
        ),
    ]
