"""A store of clean rows made directly, for benchmarks: no files are read or checked.

Buildings, enterprises and months are given; rows are drawn from hashes of their numbers, so that
the same sizes make the same store. Some 3 % of enterprises hold rooms in two buildings, one in
seven moves in or out within the time, tax comes every month, and every dataset of a number is
there. One building in 33 is let beyond its floor area. Names and figures are invented (演示数据).
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from louyu.district import District
from louyu.nouns import STATEMENTS
from louyu.standards.calendar import month_add
from louyu.standards.uscc import ALPHABET, WEIGHTS

FIRST_MONTH = 202311
DIVISION = "990102"


def usccs(count: int) -> pa.Array:
    """Valid codes: the organisation code's check and the last character are right."""
    number = np.arange(count)
    digits = np.stack([(number // 10**place) % 10 for place in range(7, -1, -1)])
    remainder = (digits * np.array([3, 7, 9, 10, 5, 8, 4, 2])[:, None]).sum(axis=0) % 11
    inner = np.array(list("0123456789X0"))[11 - remainder]
    head = np.array([[int(c)] * count for c in "91" + DIVISION])
    values = np.array([ALPHABET.index(c) for c in inner])[None, :]
    body = np.concatenate([head, digits, values])
    check = -(body * np.array(WEIGHTS)[:, None]).sum(axis=0) % 31
    letters = np.array(list(ALPHABET))
    columns = [letters[row] for row in [*body, check]]
    joined = columns[0]
    for column in columns[1:]:
        joined = np.char.add(joined, column)
    return pa.array(joined)


def store_make(
    home: Path,
    district: District,
    *,
    buildings: int,
    enterprises: int,
    months: int,
    said: Callable[[str], None] = lambda _: None,
) -> int:
    """Writes batches of clean rows into ``home``; gives how many clean rows there are."""
    con = duckdb.connect()
    streets = [street.name for street in district.streets]
    span = [month_add(FIRST_MONTH, number) for number in range(months)]
    con.register("street_names", pa.table({"s": range(len(streets)), "street": streets}))
    con.register("code", pa.table({"i": np.arange(enterprises), "uscc": usccs(enterprises)}))
    con.register("span", pa.table({"t": range(months), "month": pa.array(span, pa.int32())}))
    registration, tax = district.authorities.registration[0], district.authorities.tax[0]
    con.execute(f"""
        CREATE TABLE b AS SELECT n, street, '{DIVISION}' || lpad(n::VARCHAR, 6, '0') AS code,
            street || n || '号大厦' AS name,
            CASE WHEN n % 33 = 0 THEN 500000 ELSE 900000 + hash(n) % 6000000 END::BIGINT
                AS floor_area,
            DATE '2010-01-01' + (hash(n, 1) % 5800)::INT AS completed_on
        FROM range({buildings}) r(n) JOIN street_names ON s = hash(n, 2) % {len(streets)};
        CREATE TABLE e AS SELECT i, uscc, '演示' || i || CASE i % 20 WHEN 0 THEN '有限公司分公司'
                WHEN 1 THEN '商行（个体工商户）' ELSE '有限公司' END AS enterprise_name,
            CASE i % 20 WHEN 0 THEN '有限责任公司分公司' WHEN 1 THEN '个体工商户'
                ELSE '有限责任公司(自然人投资或控股)' END AS organisation_type,
            (hash(i) % {buildings})::BIGINT AS home,
            CASE WHEN i % 33 = 0 THEN (hash(i, 1) % {buildings})::BIGINT END AS second,
            CASE WHEN hash(i, 2) % 14 = 0 THEN (hash(i, 3) % {months})::INT ELSE -1 END AS enters,
            CASE WHEN hash(i, 4) % 14 = 0 THEN (hash(i, 5) % {months})::INT ELSE 999 END AS leaves,
            (1500 + hash(i, 6) % 10000)::BIGINT AS area,
            CASE WHEN i % 5 = 0 THEN '外区市场监督管理局' ELSE '{registration}' END AS authority,
            CASE WHEN i % 6 = 0 THEN '外区税务局' ELSE '{tax}' END AS tax_authority
        FROM code;
        CREATE TABLE held AS
            SELECT i, home AS n, area, '1' AS part FROM e UNION ALL
            SELECT i, second, area // 2, '2' FROM e WHERE second IS NOT NULL AND second <> home;
    """)
    queries = {
        ("planning", "building", "monthly"): """
            SELECT code AS building_code, name AS building_name, street, '商务用地' AS land_use,
                floor_area, floor_area * 8 // 10 AS office_area, 20 AS floors_above, completed_on,
                '单一产权' AS ownership FROM b""",
        ("street", "tenancy", "by_street"): """
            SELECT enterprise_name, uscc, code AS building_code, name AS building_name, street,
                (i % 30 + 1)::VARCHAR AS floor, (i % 30 + 1) || lpad((i % 97)::VARCHAR, 2, '0')
                    || part AS room, held.area, DATE '2020-01-01' + (i % 900)::INT AS moved_in,
                CASE WHEN leaves = $t THEN make_date($month // 100, $month % 100, 15) END
                    AS moved_out,
                DATE '2028-01-01' + (i % 900)::INT AS lease_end, 5 + i % 80 AS staff
            FROM held JOIN e USING (i) JOIN b USING (n)
            WHERE enters <= $t AND leaves >= $t AND street = $street""",
        ("tax", "tax", "monthly"): """
            SELECT uscc, enterprise_name, tax_authority,
                (hash(i, $t) % 12000000)::BIGINT - CASE WHEN i % 50 = 0 THEN 6000000 ELSE 0 END
                    AS total, total // 3 AS local FROM e""",
        ("market_regulation", "registration", "once"): """
            SELECT uscc, enterprise_name, organisation_type, authority, '7211' AS industry,
                b.street || b.n || '号' AS registered_address,
                DATE '2012-01-01' + (i % 3000)::INT AS founded_on, '存续' AS state
            FROM e JOIN b ON b.n = e.home""",
        ("social_security", "insured", "monthly"): """
            SELECT uscc, enterprise_name, 4 + i % 80 AS insured FROM e WHERE i % 3 = 0""",
        ("grid", "power", "monthly"): """
            SELECT code AS building_code, name AS building_name, street,
                (hash(n, $t) % 100000)::DOUBLE AS energy FROM b""",
        ("operator", "space", "once"): """
            SELECT code AS building_code, name AS building_name, street,
                (i % 30 + 1)::VARCHAR AS floor,
                (i % 30 + 1) || lpad((i % 97)::VARCHAR, 2, '0') || part AS room,
                max(held.area) AS area, '出租' AS state
            FROM held JOIN b USING (n) GROUP BY ALL""",
        ("statistics", "statistical_unit", "once"): """
            SELECT uscc, enterprise_name, '规上服务业' AS kind,
                DATE '2022-01-01' + (i % 1700)::INT AS entered_on FROM e WHERE i % 50 = 0""",
        ("development", "headquarters", "once"): """
            SELECT uscc, enterprise_name, '区级' AS level,
                DATE '2023-01-01' + (i % 1300)::INT AS recognised_on FROM e WHERE i % 500 = 0""",
        ("organisation", "party_body", "once"): """
            SELECT name || '联合党支部' AS body, code AS building_code,
                name AS building_name, street,
                '联合' AS kind, DATE '2022-01-01' + (n % 1700)::INT AS founded_on
            FROM b WHERE n % 3 > 0""",
        ("development", "recognition", "once"): """
            SELECT code AS building_code, name AS building_name, street, '数字经济' AS theme,
                DATE '2023-01-01' + (n % 1300)::INT AS recognised_on FROM b WHERE n % 20 = 0""",
        ("development", "evaluation", "once"): """
            SELECT code AS building_code, name AS building_name, street,
                DATE '2023-01-01' + (n % 1300)::INT AS evaluated_on, 90 AS score, true AS reached
            FROM b WHERE n % 10 = 0""",
        ("housing", "renovation", "once"): """
            SELECT code AS building_code, name AS building_name, street,
                DATE '2023-01-01' AS listed_on, '完工' AS state,
                DATE '2023-06-01' + (n % 1300)::INT AS completed_on FROM b WHERE n % 30 = 0""",
        ("street", "operated_space", "once"): """
            SELECT '空间' || n AS space, code AS building_code, name AS building_name, street,
                DATE '2023-06-01' + (n % 1200)::INT AS since FROM b WHERE n % 12 = 0""",
        ("planning", "parcel", "once"): """
            SELECT '地块' || n AS parcel, street, 200000 AS land_area, 800000 AS planned_floor_area,
                DATE '2023-06-01' + (n % 1200)::INT AS planned_on, '规划' AS state
            FROM b WHERE n % 25 = 0""",
    }
    total, sequence = 0, 0
    for (publisher, dataset, rhythm), query in queries.items():
        senders = streets if publisher in {"street", "operator"} else [publisher]
        senders = senders if rhythm == "by_street" else senders[:1]
        for t, month in enumerate(span if rhythm != "once" else span[:1]):
            for sender in senders:
                sequence += 1
                given = {"t": t, "month": month, "street": sender}
                used = {name: value for name, value in given.items() if f"${name}" in query}
                total += batch_write(
                    con, home, query, used, dataset, publisher, sender, month, sequence
                )
        said(f"{dataset}: {total:,} rows so far")
    return total


def batch_write(
    con: duckdb.DuckDBPyConnection,
    home: Path,
    query: str,
    given: dict[str, object],
    dataset: str,
    publisher: str,
    sender: str,
    month: int,
    sequence: int,
) -> int:
    """One batch as the door leaves it: clean rows of the dataset's noun and ``batch.json``."""
    batch = hashlib.sha256(f"{dataset}{sender}{month}".encode()).hexdigest()[:16]
    folder = home / "batches" / batch
    folder.mkdir(parents=True)
    said = con.sql(query, params=given).to_arrow_table()
    con.register("said", said)
    lineage = {
        "month": str(month),
        "publisher": f"'{publisher}'",
        "sender": f"'{sender}'",
        "batch": f"'{batch}'",
        "sheet": "'Sheet1'",
        "row": "row_number() OVER () + 1",
    }
    types = {"string": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER", "float64": "DOUBLE"}
    columns = ", ".join(
        f"CAST({lineage.get(name) or (name if name in said.column_names else 'NULL')}"
        f' AS {types.get(kind, kind)}) AS "{name}"'
        for name, kind in STATEMENTS[dataset].schema.items()
    )
    path = folder / "clean.parquet"
    con.execute(f"COPY (SELECT {columns} FROM said) TO '{path}' (FORMAT parquet)")
    con.unregister("said")
    record = {
        "batch": batch,
        "dataset": dataset,
        "publisher": publisher,
        "sender": sender,
        "month": month,
        "file": f"{dataset}{month}{sender}.xlsx",
        "sha256": hashlib.sha256(batch.encode()).hexdigest(),
        "sequence": sequence,
        "rows_read": said.num_rows,
        "accepted": said.num_rows,
        "quarantined": 0,
        "non_data": 0,
    }
    (folder / "batch.json").write_text(json.dumps(record, ensure_ascii=False))
    return said.num_rows
