"""What can be told of a query without evaluating it: its form, and whether anybody may ask it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

from koryu.evaluation.flat import Form
from koryu.evaluation.refusals import Forbidden, Malformed, Refusal, TooDeep, TooLong, position
from koryu.limits import Limits
from koryu.stores.sparql import Token, tokens

_FORMS: Final[dict[str, Form]] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}
_UPDATES: Final = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"]
)
_UNSTEADY: Final = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE"])
_PROLOGUE: Final = ("BASE", "PREFIX")


@dataclass(frozen=True)
class Query:
    """A query that anybody may ask, if it is SPARQL.

    ``has_dataset``: it names its graphs with FROM. ``is_cheap``: it is evaluated at once. ``is_steady``: the
    same graph gives the same answer.
    """

    text: str
    form: Form
    has_dataset: bool = False
    is_cheap: bool = False
    is_steady: bool = True


def screen(text: str, limits: Limits) -> Query:
    """See that a query is one, that it only reads what is here, and that it is no monster.

    Raises:
        Refusal: It is not.
    """
    if len(text) > limits.length:
        raise TooLong(f"the query has {len(text)} characters; at most {limits.length} are evaluated")
    found = list(tokens(text))
    _check_depth(text, found, limits.depth)
    words = [(token.text.upper(), token) for token in found if token.kind == "word"]
    first = next(((word, token) for word, token in words if word not in _PROLOGUE), None)
    if first is None or first[0] not in _FORMS:
        _refuse_form(text, first)
    for word, token in words:
        if word == "SERVICE":
            raise _at(Forbidden, text, token, "SERVICE would ask another server; ask that one yourself")
    names = {word for word, _ in words}
    return Query(text, _FORMS[first[0]], "FROM" in names, is_steady=not names & _UNSTEADY)


def _refuse_form(text: str, first: tuple[str, Token] | None) -> NoReturn:
    if first is None:
        raise Malformed("the query is empty; write a SELECT, ASK, CONSTRUCT or DESCRIBE", 1, 1)
    word, token = first
    if word in _UPDATES:
        raise _at(Forbidden, text, token, f"{word} is an update, and the graph is read-only")
    raise _at(Malformed, text, token, "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE")


def _check_depth(text: str, found: list[Token], most: int) -> None:
    depth = 0
    for token in found:
        if token.kind == "bracket":
            depth += 1 if token.text in "{([" else -1
            if depth > most:
                raise _at(TooDeep, text, token, f"more than {most} brackets are open at once")


def _at(kind: type[Refusal], text: str, token: Token, problem: str) -> Refusal:
    return kind(problem, *position(text, token.start))
