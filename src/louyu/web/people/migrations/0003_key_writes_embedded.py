"""Keys that may also write; charts that are given out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="key",
            name="writes",
            field=models.BooleanField(default=False, verbose_name="可报送、更正"),
        ),
        migrations.CreateModel(
            name="Embedded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("trend", "全区走势"), ("ranking", "街镇排名")], max_length=10, verbose_name="图形")),
                ("indicator", models.CharField(max_length=60, verbose_name="指标")),
                ("where", models.CharField(max_length=100, verbose_name="用在哪里")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("until_on", models.DateField(verbose_name="有效期至")),
                ("revoked", models.BooleanField(default=False, verbose_name="已停用")),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="charts", to="people.post", verbose_name="岗位")),
            ],
            options={"verbose_name": "嵌入图", "verbose_name_plural": "嵌入图", "ordering": ("-pk",)},
        ),
    ]
