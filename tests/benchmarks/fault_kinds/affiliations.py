"""Faults of affiliations."""

from fault_kinds.rows import SHAPES, Results, Row, concept, path, result, text, thing, typed


def affiliation_without_second_party(row: Row) -> Results:
    row["second_party"] = ""
    yield from row.breaks("secondParty", "", "MinCount")


def party_that_is_not_there(row: Row) -> Results:
    row["first_party"] = "cn-999999"
    yield from row.breaks("firstParty", thing("government/cn-999999"), "Class")


def party_of_another_class(row: Row) -> Results:
    row["second_party"] = "jp"
    yield from row.breaks("secondParty", thing("government/jp"), "Class")


def party_affiliated_with_itself(row: Row) -> Results:
    row["second_party"] = row["first_party"]
    party = thing(f"government/{row['first_party']}")
    yield from row.breaks("firstParty", party, "Disjoint")
    yield row.breaks_whole("secondParty", party, "SPARQL")


def parties_of_one_country(row: Row) -> Results:
    row.update(first_party="cn-000000", second_party="cn-000001")
    yield row.breaks_whole("secondParty", thing("government/cn-000001"), "SPARQL")


def kind_that_is_no_code(row: Row) -> Results:
    row["kind"] = "twin-town"
    yield from row.breaks("kind", concept("twin-town"), "In")


def affiliation_without_kind(row: Row) -> Results:
    row["kind"] = ""
    yield from row.breaks("kind", "", "MinCount")


def day_that_does_not_exist(row: Row) -> Results:
    row["earliest"] = "1985-02-30"
    yield from row.breaks("earliest", text("1985-02-30"), "Datatype", "MinInclusive", "LessThanOrEquals")


def date_too_early(row: Row) -> Results:
    row["earliest"] = "1930-05-05"
    yield from row.breaks("earliest", typed("1930-05-05", "date"), "MinInclusive")


def latest_before_earliest(row: Row) -> Results:
    row.update(earliest="1990-05-05", latest="1990-05-01")
    yield from row.breaks("earliest", typed("1990-05-05", "date"), "LessThanOrEquals")


def date_that_is_a_thing(row: Row) -> Results:
    row.update(earliest="", founding="e1")
    broken = ("NodeKind", "Datatype", "MinInclusive", "LessThanOrEquals")
    yield from row.breaks("earliest", thing("event/e1"), *broken)


def affiliation_without_latest(row: Row) -> Results:
    row["latest"] = ""
    yield from row.breaks("latest", "", "MinCount")


def date_too_late(row: Row) -> Results:
    row["latest"] = "2091-01-01"
    yield from row.breaks("latest", typed("2091-01-01", "date"), "MaxInclusive")


def two_latest_dates(row: Row) -> Results:
    row.update(latest="2020-01-01", latest_other="2020-01-02", earliest="2019-12-31")
    yield from row.breaks("latest", "", "MaxCount")


def affiliation_without_title(row: Row) -> Results:
    row.update(title_en="", title_ja="")
    yield from row.breaks("title", "", "MinCount")


def title_too_short(row: Row) -> Results:
    row["title_en"] = "Ab"
    yield from row.breaks("title", text("Ab", "en"), "MinLength")


def title_too_long(row: Row) -> Results:
    row["title_en"] = "Agreement " * 25 + "at last"
    yield from row.breaks("title", text(row["title_en"], "en"), "MaxLength")


def title_that_is_a_formula(row: Row) -> Results:
    row["title_en"] = "=SUM(1;2)"
    yield from row.breaks("title", text("=SUM(1;2)", "en"), "Pattern")


def note_in_another_language(row: Row) -> Results:
    row.update(note_zh="", note_en="by hearsay")
    yield from row.breaks("comment", text("by hearsay", "en"), "LanguageIn")


def two_notes(row: Row) -> Results:
    row.update(note_zh="未经核实", note_en="by hearsay")
    yield from row.breaks("comment", "", "MaxCount")
    yield from row.breaks("comment", text("by hearsay", "en"), "LanguageIn")


def register_number_malformed(row: Row) -> Results:
    row["register_number"] = f"R{row.number}"
    yield from row.breaks("registerNumber", text(f"R{row.number}"), "Pattern")


def register_number_twice(row: Row) -> Results:
    """Whoever comes later is at fault; the rule asks one question of the whole graph."""
    row["register_number"] = "R-00000000"
    graph = f"<{SHAPES}Graph>"
    yield result(graph, path("registerNumber"), row.focus, "SPARQL", "RegisterNumberShape")


def renewed_in_no_year(row: Row) -> Results:
    row["renewed_year"] = "200x"
    yield from row.breaks("renewed", text("200x"), "Or")
