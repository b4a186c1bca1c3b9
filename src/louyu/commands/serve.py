"""``louyu serve`` shows the published edition; ``louyu demo`` makes the sample district first."""

from pathlib import Path

import click

from louyu.commands.options import NotDone, answering, district_option, home_option
from louyu.edition import editions
from louyu.geography import KINDS, Said, geography_path, imported
from louyu.standards.coordinates import Datum

PORT = 8000

port_option = click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="端口"
)


def opened(home: Path, district: Path, port: int, host: str, said: str = "") -> None:
    """Serves until Ctrl+C, saying the address once the port is open, and ``said`` with it."""
    from louyu.web.server import ServerError, serve  # Django is set up only where it is needed

    def ready(address: str) -> None:
        click.echo(f"\n  楼宇经济已启动：{address}\n{said}  按 Ctrl+C 停止。\n")

    try:
        serve(home, district, port, host, ready=ready)
    except ServerError as error:
        raise NotDone(str(error)) from error


@click.command()
@home_option
@district_option
@port_option
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@answering
def serve(home: Path, district: Path, port: int, host: str) -> None:
    """启动网页，展示最新一期。"""
    opened(home, district, port, host)


@click.command()
@home_option
@district_option
@answering
def worker(home: Path, district: Path) -> None:
    """运行后台：核对报送的文件、编制。serve 和 demo 已自带，只在分开部署时单独运行。"""
    from louyu.web.server import site_set_up

    site_set_up(home, district)
    from louyu.web.worker import work

    if not work(home):
        raise NotDone("这个数据目录已有后台在运行")


@click.command()
@home_option
@district_option
@port_option
@click.pass_context
@answering
def demo(context: click.Context, home: Path, district: Path, port: int) -> None:
    """演示：生成演示区县的部门文件，报送，编制一期，启动网页。已做过的步骤不再做。"""
    root = context.find_root().command
    sample = home / "sample"
    place = ("--district", str(district))

    def step(said: str, *words: str) -> None:
        click.echo(said)
        try:
            root.main(args=list(words), prog_name="louyu", standalone_mode=False)
        except SystemExit as ended:
            if ended.code not in (0, 1):  # 1: rows were quarantined, as in any real district
                raise

    if not editions(home):
        if not (sample / "delivery.csv").exists():
            step("一、生成演示区县的部门文件（演示数据）", "sample", str(sample), *place)
        delivery = ("--delivery", str(sample / "delivery.csv"), "--home", str(home))
        step("二、报送：文件逐个核对入库", "submit", *delivery, *place)
        step("三、编制一期", "build", "--home", str(home), *place)
    geography_given(home, sample)
    opened(home, district, port, "127.0.0.1", demo_accounts(home, district))


def geography_given(home: Path, sample: Path) -> None:
    """Imports the invented district's boundaries, footprints and roads, if they are not there."""
    for kind in KINDS:
        file = sample / "geography" / f"{kind}.geojson"
        if file.exists() and not geography_path(home, kind).exists():
            imported(file, kind, Said(Datum.CGCS2000), home)


def demo_accounts(home: Path, district: Path) -> str:
    """Gives every role of the invented district an account. Returns what to log in with."""
    from louyu.district import district_read
    from louyu.edition import edition_open
    from louyu.web.server import site_set_up

    place = district_read(district)
    if not place.demo:
        return "  没有演示账号；用 louyu account add 开账号。\n"
    site_set_up(home, district)
    from louyu.web.people.giving import DEMO, demo_give, demo_password
    from louyu.web.people.roles import ROLES

    edition = edition_open(home)
    where = {"street": [place.streets[0].name]}
    columns = ("building", "enterprise")
    rows = edition.rows("tenancy", edition.month, columns=columns, where=where).to_pylist()
    buildings = sorted({row["building"] for row in rows if row["building"]})[:2]
    enterprise = min((row["enterprise"] for row in rows if row["enterprise"]), default="")
    password = demo_password(home)
    demo_give(place, password, buildings, enterprise)
    lines = [f"    {each.username:10} {ROLES[each.role].label}" for each in DEMO]
    return f"  演示账号（密码都是 {password}）：\n" + "\n".join(lines) + "\n"
