"""The command line ``louyu``: everything an administrator or a script needs.

Every command answers ``--help``; those that print data answer ``--json``. Exit codes: 0 done,
1 done with something to look at (named), 2 not done (a Chinese message says why and what to do).
A command's module is imported when it is called, so that ``louyu --help`` answers at once.
"""

from importlib import import_module

import click

COMMANDS = {
    "plan": ("louyu.commands.plan:plan", "读取、核对行动方案文件"),
    "district": ("louyu.commands.district:district", "新建、检查区县文件夹"),
    "sample": ("louyu.commands.sample:sample", "生成演示区县的部门文件与真值"),
    "template": ("louyu.commands.door:template", "生成报送模板"),
    "submit": ("louyu.commands.door:submit", "报送文件"),
    "batches": ("louyu.commands.door:batches", "列出已收批次"),
    "build": ("louyu.commands.edition:build", "编制一期"),
    "editions": ("louyu.commands.edition:editions", "列出各期"),
    "indicators": ("louyu.commands.indicators:indicators", "查看指标值"),
    "explain": ("louyu.commands.explain:explain", "追溯一个数：从数值到文件行"),
    "diff": ("louyu.commands.diff:diff", "比较两期"),
    "ask": ("louyu.commands.ask:ask", "列出待定归并，写成判断表"),
    "verify": ("louyu.commands.edition:verify", "校验各期文件"),
    "policy": ("louyu.commands.policy:policy", "核对政策，给一个企业或楼宇匹配政策"),
    "map": ("louyu.commands.geography:geography", "导入地图的边界、轮廓、道路"),
    "account": ("louyu.commands.people:account", "开账号、授岗位"),
    "audit": ("louyu.commands.people:audit", "核对操作日志"),
    "serve": ("louyu.commands.serve:serve", "启动网页"),
    "worker": ("louyu.commands.serve:worker", "运行后台"),
    "demo": ("louyu.commands.serve:demo", "演示：生成、报送、编制、启动"),
}


class Mounted(click.Group):
    """A group whose commands are imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=Mounted, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="louyu")
def main() -> None:
    """楼宇经济：从部门报送的文件到可追溯的指标。"""
