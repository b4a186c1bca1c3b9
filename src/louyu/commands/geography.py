"""``louyu map import``: boundaries, footprints and roads for the map."""

from pathlib import Path

import click

from louyu.commands.options import NotDone, answering, home_option, json_option, json_print
from louyu.geography import DATUMS, KINDS, GeographyError, geography_path, imported


@click.group("map")
def geography() -> None:
    """地图的地理数据。"""


@geography.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--kind",
    required=True,
    type=click.Choice(list(KINDS)),
    help="boundaries 街镇边界、footprints 楼宇轮廓、roads 道路",
)
@click.option("--datum", required=True, type=click.Choice(list(DATUMS)), help="文件的坐标系")
@json_option
@home_option
@answering
def geography_import(file: Path, kind: str, datum: str, home: Path, as_json: bool) -> None:
    """导入一个 GeoJSON 文件，替换同类的上一份；坐标统一转为 WGS-84。"""
    try:
        count = imported(file, kind, DATUMS[datum], home)
    except GeographyError as error:
        raise NotDone(str(error)) from error
    path = geography_path(home, kind)
    if as_json:
        json_print({"kind": kind, "features": count, "path": str(path)})
    else:
        click.echo(f"已导入{KINDS[kind][0]} {count} 个要素：{path}")
