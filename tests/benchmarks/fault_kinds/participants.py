"""Faults of participants, which a project has, too."""

from fault_kinds.rows import Result, Results, Row, concept, path, result, text, thing, typed


def _of_the_project(row: Row, name: str, value: str, component: str) -> Result:
    """Tell what must be found of the project that a row names."""
    return result(thing(f"project/{row['project']}"), path(name), value, component, f"ProjectShape-{name}")


def participant_that_is_not_there(row: Row) -> Results:
    yield from _no_municipality(row, f"cn-x{row.number}")


def participant_of_another_class(row: Row) -> Results:
    yield from _no_municipality(row, "jp")


def _no_municipality(row: Row, party: str) -> Results:
    row["party"] = party
    yield from row.breaks("party", thing(f"government/{party}"), "Class")
    yield _of_the_project(row, "participant", thing(f"government/{party}"), "Class")


def project_that_is_not_there(row: Row) -> Results:
    """It takes a participant from a project: of a pair of projects, the first has two, the least allowed."""
    if row.number % 5 < 2:
        yield _of_the_project(row, "participant", "", "MinCount")
        yield _of_the_project(row, "participation", "", "MinCount")
    row["project"] = f"prj-x{row.number}"
    yield from row.breaks("project", thing(f"project/{row['project']}"), "Class")


def role_that_is_no_code(row: Row) -> Results:
    row["role"] = "onlooker"
    yield from row.breaks("role", concept("onlooker"), "In")


def participation_without_role(row: Row) -> Results:
    row["role"] = ""
    yield from row.breaks("role", "", "MinCount")


def contribution_above_all(row: Row) -> Results:
    row["contribution_percent"] = "100.5"
    yield from row.breaks("contribution", typed("100.5", "decimal"), "MaxInclusive")


def contribution_not_a_number(row: Row) -> Results:
    row["contribution_percent"] = "half"
    yield from row.breaks("contribution", text("half"), "Datatype", "MinExclusive", "MaxInclusive")
