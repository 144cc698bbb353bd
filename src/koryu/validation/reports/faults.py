"""Faults of tables as a report: they come before all rules, and are of no shape."""

from __future__ import annotations

from koryu.errors import DataError, Faults, KoryuError
from koryu.shacl.results import SEVERITIES, Report, Result


def faults_report(faults: Faults, name: str = "") -> Report:
    """Report tables that are malformed: each fault is a violation, in English."""
    return Report(tuple(map(_result, faults.faults)), name)


def _result(fault: KoryuError) -> Result:
    problem, cell = (fault.problem, fault.cell) if isinstance(fault, DataError) else (str(fault), None)
    return Result(SEVERITIES[0], "", "", "", None, None, {"en": problem}, cell)
