"""``louyu map import``: boundaries, footprints and roads for the map."""

from pathlib import Path

import click
from rich.console import Console

from louyu.commands.options import (
    NotDone,
    answering,
    district_option,
    home_option,
    json_option,
    json_print,
)
from louyu.district import district_read
from louyu.edition import Edition, EditionError, edition_open
from louyu.geography import (
    DATUMS,
    KINDS,
    GeographyError,
    Said,
    footprints_told,
    geography_path,
    imported,
)
from louyu.standards.coordinates import Datum


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
@click.option(
    "--datum", type=click.Choice(list(DATUMS)), help="文件的坐标系；.prj 或 OSM 已说明的可不填"
)
@click.option("--projection", default="", help="没有 .prj 的投影坐标写明投影，如 EPSG:4549")
@json_option
@home_option
@district_option
@answering
def geography_import(
    file: Path, kind: str, datum: str | None, projection: str, home: Path, district: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """导入 GeoJSON、Shapefile（.zip 或 .shp）或 OSM（.osm、.osm.pbf），替换同类的上一份。

    坐标统一转为 WGS-84；楼宇轮廓没有楼宇编码的，按坐标落在哪个轮廓里配到楼宇。
    """
    said = Said(DATUMS[datum] if datum else None, projection)
    console = Console(stderr=True)
    try:
        with console.status("正在读……") as status:
            told = imported(
                file, kind, said, home,
                progress=lambda done: status.update(f"已读 {done:,} 个要素……"),
            )  # fmt: skip
            met = matches(home, district) if kind == "footprints" else []
    except GeographyError as error:
        raise NotDone(str(error)) from error
    path = geography_path(home, kind)
    if as_json:
        json_print(
            {
                "kind": kind, "features": told.features, "datum": told.datum,
                "repaired": told.repaired, "left_out": told.left_out, "notes": told.notes,
                "matches": met, "path": str(path),
            }
        )  # fmt: skip
        return
    for note in told.told():
        click.echo(f"  {note}", err=True)
    for note in met:
        click.echo(f"  {note}")
    click.echo(
        f"已导入{KINDS[kind][0]} {told.features:,} 个要素（坐标系 {told.datum}），"
        f"修复 {told.repaired:,} 个，未导入 {told.left_out:,} 个：{path}"
    )


def matches(home: Path, folder: Path) -> list[str]:
    """How the footprints meet the buildings of the last edition, where there is one."""
    try:
        edition: Edition = edition_open(home)
    except EditionError:
        return ["还没有编制过一期，轮廓与楼宇的对应待编制后显示"]
    columns = ("building", "lon", "lat", "datum")
    rows = edition.rows("building", edition.month, columns=columns).to_pylist()
    return footprints_told(home, rows, Datum(district_read(folder).datum))
