"""The store: the same twice, a correction, a crash at any moment, two senders at once."""

import json
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import polars as pl
import pytest
from sources_examples import DISTRICT, MAY, TAX, clean, csv_bytes, taken, tax_rows

from louyu.door import Batch, DoorError, batches, deliver, submit, withdraw
from louyu.sources.read import PARSER
from louyu.sources.refusal import FileProblem

GOOD = csv_bytes([TAX, *tax_rows(1, 2)])
KILLS = 3
WAIT = 0.15
"""Seconds within which a child dies; it takes some ten files in them."""
MONTHS = [*range(202301, 202313), *range(202401, 202413)]


def standing(home: Path) -> dict[str, str]:
    return {batch.batch: batch.status for batch in batches(home)}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = taken(tmp_path, f"{MAY}.csv", GOOD)
    before = contents(home)
    (tmp_path / "again.csv").write_bytes(GOOD)
    again = submit(home, DISTRICT, tmp_path / "again.csv", month=202505)
    assert again.outcome == "unchanged" and "已经收过" in again.message
    assert again.batch == first
    assert contents(home) == before


def test_the_same_file_refused_twice_is_kept_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\r\n1,2\r\n")
    folders = {submit(tmp_path / "home", DISTRICT, tmp_path / "a.csv").folder for _ in range(2)}
    (folder,) = folders
    assert sorted(path.name for path in folder.iterdir()) == ["original.csv", "refusal.json"]


def test_a_correction_replaces_its_month_only_and_its_withdrawal_is_undone_by_sending_again(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    may = taken(tmp_path, f"{MAY}.csv", GOOD)
    june = taken(tmp_path, "2025年6月税收.csv", GOOD)
    before = contents(may.folder)
    corrected = taken(tmp_path, f"{MAY}（更正）.csv", csv_bytes([TAX, *tax_rows(6)]))
    mine = {may.batch: "replaced", june.batch: "in_force", corrected.batch: "in_force"}
    assert standing(home) == mine
    assert contents(may.folder) == before, "what was said then can still be read"
    withdraw(home, corrected.batch, reason="报错了")
    assert standing(home) == mine | {may.batch: "in_force", corrected.batch: "withdrawn"}
    again = taken(tmp_path, f"{MAY}（更正）.csv", csv_bytes([TAX, *tax_rows(6)]))
    assert again.batch == corrected.batch
    assert standing(home) == mine
    with pytest.raises(DoorError, match="没有批次"):
        withdraw(home, "../../etc")


def test_what_people_say_one_by_one_stands_beside_what_they_said_before(tmp_path: Path) -> None:
    """Two words of one unit in one month are two words, not one and its replacement."""
    heads = ["楼宇编码", "建筑面积", "性质", "理由", "更正单号"]
    for number, area in ((1, "800"), (2, "900")):
        word = csv_bytes([heads, ["B0001", area, "更正", "实测", f"G{number}"]])
        taken(tmp_path, f"2025年5月楼宇更正{number}.csv", word, sender="潮声街道")
    assert set(standing(tmp_path / "home").values()) == {"in_force"}


def test_what_is_far_from_last_month_is_taken_with_a_word(tmp_path: Path) -> None:
    taken(tmp_path, "2025年4月税收.csv", csv_bytes([TAX, *tax_rows(*range(1, 11))]))
    batch = taken(tmp_path, f"{MAY}.csv", csv_bytes([TAX, *tax_rows(1)]))
    assert batch.warnings == (
        "采用行数比2025年4月那一份-90%，超出通常的±40%，请核对",
        "“税收合计”合计比2025年4月那一份-98%，超出通常的±80%，请核对",
    )


def test_a_month_that_is_still_to_come_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"{MAY}.csv").write_bytes(GOOD)
    early, late = (
        submit(tmp_path / "home", DISTRICT, tmp_path / f"{MAY}.csv", received_at=moment)
        for moment in ("2025-04-30T18:00:00+08:00", "2025-05-01T09:00:00+08:00")
    )
    assert early.rule == FileProblem.MONTH_OUT_OF_RANGE
    assert late.batch is not None


def test_a_failure_before_publishing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{MAY}.csv").write_bytes(GOOD)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(Path, "rename", full)
        submit(tmp_path / "home", DISTRICT, tmp_path / f"{MAY}.csv")
    assert not batches(tmp_path / "home")
    assert [path.name for path in (tmp_path / "home" / "batches").iterdir()] == [".lock"]
    assert taken(tmp_path, f"{MAY}.csv", GOOD).sequence == 1


def whole(batch: Batch) -> bool:
    """Whether everything of a batch is there and agrees with its record."""
    said = json.loads((batch.folder / "batch.json").read_text(encoding="utf-8"))
    tables = {name: pl.read_parquet(batch.folder / f"{name}.parquet")
              for name in ("clean", "quarantine", "warnings", "non_data")}  # fmt: skip
    return (
        batch.original.stat().st_size > 0
        and tables["clean"].height == said["accepted"]
        and tables["non_data"].height == said["non_data"]
        and clean(batch)["batch"].unique().to_list() == [batch.batch]
    )


def submit_months(folder: Path, sender: str, months: list[int], started: Connection) -> None:
    """Submits a sender's list of tenants for one month after the other, as fast as it goes."""
    tempfile.tempdir = str(folder / "elsewhere")
    for month in months:
        file = folder / f"{sender}{month}.csv"
        file.write_bytes(csv_bytes([["企业名称", "楼宇名称"], [f"演示{month}公司", "演示大厦"]]))
        submit(folder / "home", DISTRICT, file, dataset="tenancy", sender=sender, month=month)
        if month == months[0]:  # from here on the parser runs
            started.send("ready")
            started.recv()
    PARSER.close()


@pytest.fixture(scope="module")
def children() -> Iterator[multiprocessing.context.ForkServerContext]:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["sources_examples"])
    yield processes


def test_a_kill_at_any_moment_leaves_whole_batches_only(
    tmp_path: Path, children: multiprocessing.context.ForkServerContext
) -> None:
    home, moments = tmp_path / "home", random.Random(20260701)
    (tmp_path / "elsewhere").mkdir()
    taken(tmp_path, f"{MAY}.csv", GOOD)
    half_done = 0
    for turn in range(KILLS):
        ours, theirs = children.Pipe()
        child = children.Process(
            target=submit_months, args=(tmp_path, DISTRICT.streets[turn].name, MONTHS, theirs)
        )
        child.start()
        ours.recv()
        ours.send("go")
        time.sleep(moments.uniform(0, WAIT))
        child.kill()
        child.join()
        child.close()
        half_done += len(list((home / "batches").glob(".staged-*")))
        found = batches(home)
        assert all(map(whole, found))
        assert [batch.sequence for batch in found] == list(range(1, len(found) + 1))
    assert half_done, "no kill fell into a submission"
    taken(tmp_path, "2025年6月税收.csv", GOOD)
    assert not list((home / "batches").glob(".staged-*")), "what was left half done is removed"
    assert not list((tmp_path / "elsewhere").iterdir()), "no cells lie about outside the home"


def test_two_senders_at_once(
    tmp_path: Path, children: multiprocessing.context.ForkServerContext
) -> None:
    ends, months = [], MONTHS[:12]
    (tmp_path / "elsewhere").mkdir()
    for street in DISTRICT.streets[:2]:
        ours, theirs = children.Pipe()
        child = children.Process(target=submit_months, args=(tmp_path, street.name, months, theirs))
        child.start()
        ends.append((child, ours))
    for _, ours in ends:
        ours.recv()
    for _, ours in ends:
        ours.send("go")
    for child, _ in ends:
        child.join()
        assert child.exitcode == 0
        child.close()
    found = batches(tmp_path / "home")
    assert [batch.sequence for batch in found] == list(range(1, 2 * len(months) + 1))
    senders = [batch.sender for batch in found]
    assert {name: senders.count(name) for name in senders} == {
        street.name: len(months) for street in DISTRICT.streets[:2]
    }
    assert len(set(senders[2 : len(months)])) == 2, "they took turns"
    assert all(map(whole, found))


def test_a_name_in_bytes_of_gb18030_is_read_as_such(tmp_path: Path) -> None:
    """As archives that Windows packed leave it on the disk."""
    name = os.fsdecode(f"{MAY}.csv".encode("gb18030"))
    (tmp_path / name).write_bytes(GOOD)
    receipt = submit(tmp_path / "home", DISTRICT, tmp_path / name)
    assert receipt.batch is not None
    assert (receipt.batch.file, receipt.batch.month) == (f"{MAY}.csv", 202505)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"../../../etc/{MAY}.csv", f"{MAY}.csv"),
        (f"C:\\报表\\{MAY}.csv", f"{MAY}.csv"),
        (f"{MAY}.csv/..", ".."),
        ("演" * 300 + f"{MAY}.csv", ("演" * 300 + f"{MAY}.csv")[-200:]),
        ("", "file"),
        ("/", "无名文件"),
        ("\ud800\udfff.csv", "□□.csv"),
        ("a.csv\0.xlsx", "a.csv□.xlsx"),
    ],
)
def test_a_name_cannot_leave_the_store(said: str, kept: str, tmp_path: Path) -> None:
    batch = taken(tmp_path, said, GOOD, month=202505)
    assert batch.file == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "home"]
    inside = {path.parent for path in (tmp_path / "home").rglob("*") if path.is_file()}
    assert inside == {tmp_path / "home" / "batches", batch.folder}


def test_a_link_is_followed_by_whoever_names_it_but_a_device_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(GOOD)
    (tmp_path / f"{MAY}.csv").symlink_to(tmp_path / "secret.csv")
    batch = submit(tmp_path / "home", DISTRICT, tmp_path / f"{MAY}.csv").batch
    assert batch is not None and not batch.original.is_symlink()
    with pytest.raises(DoorError, match="不是普通文件"):
        submit(tmp_path / "home", DISTRICT, Path("/dev/zero"))


@pytest.mark.parametrize("named", ["../secret.csv", "link.csv", "{tmp}/secret.csv"])
def test_a_handover_list_names_only_what_lies_beside_it(named: str, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(GOOD)
    (folder := tmp_path / "delivered").mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    listed = named.format(tmp=tmp_path)
    (folder / "delivery.csv").write_text(f"file\n{listed}\n", encoding="utf-8")
    with pytest.raises(DoorError, match=r"第 2 行.*不在清单的文件夹里"):
        deliver(tmp_path / "home", DISTRICT, folder / "delivery.csv")
    assert not (tmp_path / "home" / "batches").exists()


def test_a_delivery_is_taken_in_its_order_and_may_be_taken_again(tmp_path: Path) -> None:
    files = {
        "a.csv": GOOD,
        "b.csv": b"",
        "c.csv": csv_bytes([TAX, *tax_rows(3), ["1", "甲", "乙", 4]]),
        "d.csv": GOOD,
    }
    lines = ["file,dataset,sender,month,received_at"]
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        lines.append(f"{name},tax,税务局,2025-05,2025-06-03T09:00:00+08:00")
    (tmp_path / "delivery.csv").write_text("\n".join(lines), encoding="utf-8")
    home, seen = tmp_path / "home", []
    for workers, outcomes in (
        (2, ["accepted", "refused", "quarantined", "unchanged"]),
        (1, ["unchanged", "refused", "unchanged", "unchanged"]),
    ):
        receipts = deliver(
            home,
            DISTRICT,
            tmp_path / "delivery.csv",
            progress=lambda *at: seen.append(at[:2]),
            workers=workers,
        )
        assert [receipt.outcome for receipt in receipts] == outcomes
    assert seen == [(n, 4) for n in range(1, 5)] * 2
    assert [(b.sequence, b.received_at[:10]) for b in batches(home)] == [
        (1, "2025-06-03"),
        (2, "2025-06-03"),
    ]
