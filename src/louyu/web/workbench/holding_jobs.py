"""已有此数 jobs: a table is read in its bounded process, answered, and written back filled in."""

from collections.abc import Mapping

from django.utils.timezone import localtime
from django_tasks import task

from louyu.sources.read import reading
from louyu.sources.refusal import RefusalError
from louyu.sources.report import filled_workbook
from louyu.standards.calendar import month_end
from louyu.web import shelf
from louyu.web.frame.figures import month_name
from louyu.web.frame.units import unit_called
from louyu.web.ledger.held import Held, HeldState
from louyu.web.people.rights import Access
from louyu.web.reader import Reader
from louyu.web.workbench.answering import Answer, answer_record, answered, notes_of
from louyu.web.workbench.holdings import BY_KEY, OF_DATASET, RENAMED
from louyu.web.workbench.matching import found_sheets

LISTING = "listing"
"""What a choice holds for a table without rows: whether all in sight is listed."""
NO_KEY = (
    "没有找到能认行的列：表头里要有统一社会信用代码、企业名称、楼宇编码或楼宇名称之一，"
    "并且表头在前 20 行里"
)  # fmt: skip


@task()
def hold(number: int) -> None:
    """Reads and answers a table, or answers it again after its asker chose otherwise."""
    held = Held.objects.get(pk=number)
    held.told(HeldState.READING)
    reader = shelf.reader_for(held.access)
    if reader is None:
        held.told(HeldState.REFUSED, "还没有编制任何一期，没有可填的数")
        return
    try:
        answers, written = answered_back(held, reader)
    except RefusalError as error:
        held.told(HeldState.REFUSED, error.sentence)
        return
    except Exception:
        held.told(HeldState.FAILED, "程序出错，文件没有处理完，详情见运行日志")
        raise
    if not answers:
        held.told(HeldState.REFUSED, NO_KEY)
        return
    told = sum(row.told for answer in answers for row in answer.rows)
    rows = sum(len(answer.rows) for answer in answers)
    found = {
        "edition": reader.name, "month": reader.months[-1], "written": written,
        "sheets": [answer_record(answer) for answer in answers],
    }  # fmt: skip
    message = f"{rows:,} 行里认出 {told:,} 行，可填 {written:,} 格"
    held.told(HeldState.READY, message, found=found)


def answered_back(held: Held, reader: Reader) -> tuple[list[Answer], int]:
    """The answers sheet by sheet, and how many cells the workbook written back has of them."""
    chosen: Mapping[str, Mapping[str, str]] = held.chosen.get("columns", {})
    with reading(held.path, folder=held.folder) as cells:
        sheets = list(found_sheets(cells.sheets, reader.district, held.access, chosen))
        listing = bool(held.chosen.get(LISTING))
        answers = [answered(found, reader, listing=listing) for found in sheets]
    held.filled.unlink(missing_ok=True)
    if not answers:
        return [], 0
    fillings = {answer.found.sheet.name: answer.fillings for answer in answers}
    return answers, filled_workbook(
        held.path, fillings, notes(answers, reader, held.access), held.filled
    )


def notes(answers: list[Answer], reader: Reader, access: Access) -> list[list[str]]:
    """The sheet of sources: whose tables these are, and line by line where each column is from."""
    keys = {m.holding.key for answer in answers for m in answer.found.matches if m.holding}
    sources = {key: source_of(key, reader) for key in keys}
    until = month_end(reader.months[-1])
    said = f"{access.unit} {access.author} {localtime():%Y-%m-%d %H:%M}"
    data = f"第 {reader.name} 期，数据截至{month_name(reader.months[-1])}"
    demo = [["演示数据：单位、楼宇、企业和数字均为虚构"]] if reader.district.demo else []
    told = [
        f"{row['name'] or '数据'} 第 {each['row']} 行：{each['said']}　{each['why']}"
        for answer in answers
        for row in [{"name": answer.found.sheet.name}]
        for each in answer_record(answer)["untold"]
    ]
    return [
        *demo,
        [f"由{reader.district.name}楼宇经济台账填入的格子标了底色；原有内容一格未改。"],
        [f"{data}；范围：{access.scope.label}"],
        [f"{said} 导出，记入日志，仅限工作使用"],
        [],
        ["工作表", "列", "表头", "取自", "谁的数", "期号", "数据截至", "填入格数", "说明"],
        *notes_of(answers, sources, reader.name, until),
        *([[], ["没有认出或需要留意的行"], *[[each] for each in told]] if told else []),
    ]  # fmt: skip


def source_of(key: str, reader: Reader) -> str:
    """Whose datum a column is: the unit of the contract, or the registers' own sum."""
    holding, district = BY_KEY[key], reader.district
    datasets = {noun: dataset for dataset, noun in OF_DATASET.items()}
    contract = district.contracts.get(datasets.get(holding.noun, holding.noun))
    names = {each: name for name, each in RENAMED.items()}
    column = names.get(key, holding.column)
    if contract is None or column not in contract.columns:
        return "由台账汇总"
    return f"{unit_called(district, contract.owner(column))}（{contract.label}）"
