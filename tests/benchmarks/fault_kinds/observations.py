"""Faults of observations."""

from fault_kinds.rows import Results, Row, text, thing, typed


def year_that_is_none(row: Row) -> Results:
    row["year"] = "19x9"
    yield from row.breaks("year", text("19x9"), "Datatype", "Pattern")


def year_too_early(row: Row) -> Results:
    row["year"] = "1899"
    yield from row.breaks("year", typed("1899", "gYear"), "Pattern")


def two_years(row: Row) -> Results:
    row.update(year="1999", year_other="2000")
    yield from row.breaks("year", "", "MaxCount")


def place_that_is_not_there(row: Row) -> Results:
    row["place"] = "jp-999999"
    yield from row.breaks("place", thing("government/jp-999999"), "Class")


def observation_without_count(row: Row) -> Results:
    row["count"] = ""
    yield from row.breaks("count", "", "MinCount")


def observation_without_total(row: Row) -> Results:
    row["total"] = ""
    yield from row.breaks("total", "", "MinCount")


def negative_count(row: Row) -> Results:
    row["count"] = "-4"
    yield from row.breaks("count", text("-4"), "Datatype", "MinInclusive", "LessThanOrEquals")


def count_above_its_total(row: Row) -> Results:
    row.update(count="1500", total="1499")
    yield from row.breaks("count", typed("1500", "integer"), "LessThanOrEquals")


def share_above_all(row: Row) -> Results:
    row.update(share_percent="100.5", reason="")
    yield from row.breaks("share", text("100.5"), "Datatype", "MinInclusive", "MaxInclusive")


def share_and_reason_for_none(row: Row) -> Results:
    row.update(share_percent="12.5", reason="withheld")
    yield row.breaks_whole("", row.focus, "Xone")


def neither_share_nor_reason(row: Row) -> Results:
    row.update(share_percent="", reason="")
    yield row.breaks_whole("", row.focus, "Xone")


def reason_that_is_no_code(row: Row) -> Results:
    row.update(share_percent="", reason="lost")
    yield from row.breaks("reason", text("lost"), "In")


def remark_left_to_do(row: Row) -> Results:
    row["remark"] = "TODO ask the city"
    yield from row.breaks("comment", text("TODO ask the city", "en"), "Not")


def another_unit(row: Row) -> Results:
    row["unit"] = "percent"
    yield from row.breaks("unit", "", "HasValue")
