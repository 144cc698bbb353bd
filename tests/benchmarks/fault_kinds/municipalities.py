"""Faults of municipalities."""

from fault_kinds.rows import Results, Row, text, thing, typed


def municipality_without_label(row: Row) -> Results:
    row.update(label_en="", label_ja="", label_zh="")
    yield from row.breaks("label", "", "MinCount", "QualifiedMinCount")


def municipality_without_english_label(row: Row) -> Results:
    row.update(label_en="", label_ja="大連市")
    yield from row.breaks("label", "", "QualifiedMinCount")


def municipality_labelled_in_another_language(row: Row) -> Results:
    row["label_fr"] = "La ville"
    yield from row.breaks("label", text("La ville", "fr"), "LanguageIn")


def municipality_labelled_twice_in_a_language(row: Row) -> Results:
    row["label_other"] = "Port City"
    yield from row.breaks("label", "", "UniqueLang")


def municipality_of_no_country(row: Row) -> Results:
    """Two such are not of one country: each has its own."""
    row["country"] = f"x{row.number}"
    yield from row.breaks("country", thing(f"government/x{row.number}"), "Class", "Node")


def population_not_a_number(row: Row) -> Results:
    row["population"] = "many"
    yield from row.breaks("population", text("many"), "Datatype", "MinInclusive", "MaxExclusive")


def population_too_large(row: Row) -> Results:
    row["population"] = "40000000"
    yield from row.breaks("population", typed("40000000", "integer"), "MaxExclusive")


def latitude_out_of_range(row: Row) -> Results:
    row["latitude"] = "75.5"
    yield from row.breaks("latitude", typed("75.5", "decimal"), "MaxInclusive")


def latitude_not_allowed_by_the_metadata(row: Row) -> Results:
    row["latitude"] = "95.5"
    yield from row.breaks("latitude", text("95.5"), "Datatype", "MinInclusive", "MaxInclusive")


def code_too_short(row: Row) -> Results:
    row["code"] = "12345"
    yield from row.breaks("code", text("12345"), "MinLength", "Pattern")


def code_with_a_letter(row: Row) -> Results:
    row["code"] = "12345O"
    yield from row.breaks("code", text("12345O"), "Pattern")


def homepage_as_text(row: Row) -> Results:
    row.update(homepage="", homepage_text="see the city")
    yield from row.breaks("homepage", text("see the city"), "NodeKind")


def municipality_with_a_property_that_is_not_its_own(row: Row) -> Results:
    row["remark"] = "to be checked"
    yield row.breaks_whole("remark", text("to be checked", "en"), "Closed")
