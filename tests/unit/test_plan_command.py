"""`louyu plan` as a person and a script call it: pages, JSON, files, exit codes."""

import json
from pathlib import Path

import yaml
from click.testing import CliRunner, Result
from plan_examples import INVENTED, REAL, real_only

from louyu.commands.plan import plan
from louyu.plan.finding import RULES
from louyu.plan.record import FILES


def run(*arguments: object) -> Result:
    return CliRunner().invoke(plan, [str(one) for one in arguments])


def test_read_prints_a_page_or_one_json_document() -> None:
    page = run("read", INVENTED)
    assert page.exit_code == 0
    assert "年度指标（5）" in page.output
    assert "annex3:2" in page.output
    said = json.loads(run("read", INVENTED, "--json").output)
    assert said["document"]["number"] == "青政办发〔2026〕9号"
    assert said["targets"][0]["years"]["2030"] == 12
    assert said["targets"][0]["place"] == "第29行"


@real_only
def test_out_writes_one_file_per_kind_without_names_of_persons(tmp_path: Path) -> None:
    assert run("read", REAL, "--out", tmp_path / "out").exit_code == 0
    files = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert set(files) == set(FILES)
    read = {name: yaml.safe_load(text) for name, text in files.items()}
    assert len(read["targets"]) == 12
    assert len(read["projects"]) == 45
    assert read["units"]["posts"][0]["post"] == "区委副书记、区长"
    heads = [line for line in REAL.read_text(encoding="utf-8").split("\n") if "长：" in line]
    names = ["".join(line.split("：")[1].split()[:-1]) for line in heads]
    assert len(names) == 2
    assert not [name for name in names if any(name in text for text in files.values())]


def test_what_is_missing_or_unread_is_named_and_exits_with_1(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text("序号\t指标\t单位\t2026年\n1\t新增楼宇\t幢\t若干\n", encoding="utf-8")
    found = run("read", document)
    assert found.exit_code == 1
    assert "没有找到：任务清单" in found.output
    assert "没有读懂 第2行 新增楼宇的2026年不是一个数：若干" in found.output


def test_a_document_that_cannot_be_read_exits_with_2() -> None:
    for command in ("read", "audit"):
        refused = run(command, "nowhere.txt")
        assert refused.exit_code == 2
        assert "未完成：没有这个文件：nowhere.txt。请核对路径" in refused.output


def test_audit_prints_findings_and_is_strict_when_asked(tmp_path: Path) -> None:
    assert json.loads(run("audit", INVENTED, "--json").output) == []
    wrong = tmp_path / "plan.md"
    text = INVENTED.read_text(encoding="utf-8")
    wrong.write_text(text.replace("| 总计 | 27.52 |", "| 总计 | 28.52 |"), encoding="utf-8")
    (finding,) = json.loads(run("audit", wrong, "--json").output)
    assert finding["rule"] == "stated-total"
    assert finding["severity"] == "error"
    assert finding["items"] == ["annex3:total"]
    assert finding["figures"] == {"写明合计": 285200, "各行之和": 275200, "相差": 10000}
    assert run("audit", wrong).exit_code == 0
    assert "合计与各行之和（stated-total）" in run("audit", wrong).output
    assert run("audit", wrong, "--strict").exit_code == 1
    assert run("audit", INVENTED, "--strict").exit_code == 0


def test_rules_are_listed() -> None:
    listed = json.loads(run("rules", "--json").output)
    assert [one["id"] for one in listed] == list(RULES)
