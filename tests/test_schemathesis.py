"""Requests drawn from the description: whatever is asked, the answer is one that the description tells.

The draws are the same in every run.
"""

import os
from urllib.parse import urlencode

import pytest

from koryu.settings import read_settings
from small_client import asking

DRAWS = int(os.environ.get("KORYU_DRAWS", "4"))  # for each operation, right ones; and as many wrong ones


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_answers_are_as_described(client, mode):
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
    ]
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    asked = 0
    for result in schema.get_all_operations():
        asked += ask(result.ok(), GenerationMode(mode), client, checks)
    assert asked > 100


def ask(operation, mode, client, checks):
    """Send some requests of an operation, and check each answer; returns their number."""
    from hypothesis import HealthCheck, Phase, assume, given, settings
    from hypothesis import strategies as st
    from hypothesis.errors import Unsatisfiable

    answers = operation.definition.raw["responses"].get("200", {}).get("content", {})
    accepts = st.sampled_from(["*/*", *answers])
    count = 0

    @settings(
        max_examples=DRAWS, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(mode), accept=accepts)
    def sent(case, accept):
        nonlocal count
        count += 1
        given = case.as_transport_kwargs()
        headers = {name: value for name, value in given["headers"].items() if isinstance(value, str)}
        headers["Accept"] = accept
        url = f"{given['url']}?{urlencode(given.get('params') or {}, doseq=True)}"
        assume(len(url) < 50_000)  # httpx sends no longer ones
        body = given.get("data")
        if not isinstance(body, str | bytes | None):
            body = urlencode(body, doseq=True)
        answer = client.request(given["method"], url, headers=headers, content=body)
        case.validate_response(answer, checks=checks)

    try:
        sent()
    except Unsatisfiable:
        assert mode.value == "negative", operation.label  # where nothing can be wrong
    return count
