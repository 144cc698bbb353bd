"""The review of links over HTTP: for whoever runs the site, in a session that a token of one use begins.

Every act is a form that is answered by a redirection, so that no page that is loaded again decides twice.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from koryu.errors import DataError, Faults, KoryuError, ProjectError, QueryError
from koryu.linking.decisions import Change, Decision, Overtaken, Said, decide, undo
from koryu.linking.places import find_place
from koryu.linking.review import Case, Wanted, cases_of, datasets_of
from koryu.linking.reviewers import Reviewer, read_reviewer
from koryu.linking.sides import label_of
from koryu.printable import quoted
from koryu.settings import Settings
from koryu.site.editions.edition import Edition
from koryu.site.review.page import Desk, Told, entry_page, review_page
from koryu.web.privacy import PATH, check_origin, cookie_path
from koryu.web.problems import Problem
from koryu.web.protocol import read_form
from koryu.web.readers import page, reader_of
from koryu.web.serving import served
from koryu.web.sessions import Session, Sessions

_LONGEST: Final = 1000  # characters of a comment
_SHOWN: Final = 500  # cases that a session remembers as they were shown
_TOLD: Final = 500  # acts that it can tell of
_SCORE: Final = re.compile(r"0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?|\.[0-9]{1,6}")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_STRANGER: Final = "only for who runs the site: open the address that its start has printed"
_DEAD: Final = "this address was used before, or is not whole; the server prints a new one after each use"
_CSRF: Final = "this form is not of this session; load the page again"


@dataclass
class Work:
    """What a reviewer has done in a session.

    ``done``: changes, and the names of cases that were skipped, the last at the end. ``told``: what came of
    each act. ``shown``: cases as they were shown, by name and state.
    """

    reviewer: Reviewer | None = None
    done: list[Change | str] = field(default_factory=list)
    told: OrderedDict[int, Told] = field(default_factory=OrderedDict)
    acts: int = 0
    shown: OrderedDict[tuple[str, str], Case] = field(default_factory=OrderedDict)

    def tell(self, told: Told) -> int:
        """Keep what came of an act; returns its number."""
        self.acts += 1
        self.told[self.acts] = told
        while len(self.told) > _TOLD:
            self.told.popitem(last=False)
        return self.acts

    def remember(self, case: Case) -> None:
        """Remember a case as it is shown, so that a decision is on what was seen."""
        self.shown[case.id, case.state] = case
        self.shown.move_to_end((case.id, case.state))
        while len(self.shown) > _SHOWN:
            self.shown.popitem(last=False)

    @property
    def skipped(self) -> frozenset[str]:
        """The names of cases that were skipped."""
        return frozenset(each for each in self.done if isinstance(each, str))


class Reviewing:
    """The review of one server; ``reviewer`` is who reviews unless somebody else says so."""

    def __init__(self, settings: Settings, reviewer: Reviewer | None = None) -> None:
        self._settings = settings
        self._reviewer = reviewer
        self._cookie = f"koryu-review-{secrets.token_hex(4)}"  # servers on other ports have others
        self.sessions: Sessions[Work] = Sessions(Work)

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [Route(PATH, self.read, methods=["GET"]), Route(PATH, self.act, methods=["POST"])]

    def read(self, request: Request) -> Response:
        """Show a case; with the token, begin a session."""
        session = self._session(request)
        if "token" in request.query_params:
            return self._enter(request, session)
        if session is None:
            raise Problem(403, _STRANGER)
        if session.state.reviewer is None:
            return self._entry(request, session)
        return self._show(request, session)

    async def act(self, request: Request) -> Response:
        """Do what a form says, and lead on to the next page."""
        check_origin(request)
        session = self._session(request)
        if session is None:
            raise Problem(403, _STRANGER)
        form = dict(read_form(request.headers.get("content-type"), await request.body()))
        if not session.is_own(form.get("csrf", "")):
            raise Problem(403, _CSRF)
        return await run_in_threadpool(self._act, request, session, form)

    def _session(self, request: Request) -> Session[Work] | None:
        return self.sessions.find(request.cookies.get(self._cookie, ""))

    def _enter(self, request: Request, session: Session[Work] | None) -> Response:
        """Let in who brings the token, and let a page of ours lead on.

        A redirection might come without the cookie, which browsers keep back from what another site began.
        Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.2
        """
        if session:
            return _lead(request)
        token = request.query_params["token"] if request.method == "GET" else ""
        session = self.sessions.enter(token)
        if session is None:
            raise Problem(403, _DEAD)
        response = self._entry(request, session)
        response.set_cookie(
            self._cookie,
            session.id,
            path=cookie_path(request),
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    def _entry(
        self,
        request: Request,
        session: Session[Work],
        fault: str = "",
        given: str = "",
        asked: Mapping[str, str] | None = None,
    ) -> Response:
        edition, reader = served(request).edition, reader_of(request)
        known = given or str(self._reviewer or "")
        wanted = _filters(request.query_params if asked is None else asked)
        text = entry_page(edition, reader, known, session.csrf, wanted, fault)
        return page(reader, text, 400 if fault else 200)

    def _show(self, request: Request, session: Session[Work]) -> Response:
        edition, reader, work = served(request).edition, reader_of(request), session.state
        asked_for = _filters(request.query_params)
        wanted = _wanted(self._settings, edition, asked_for)
        with session.lock:
            cases = _in_order(_cases(self._settings, wanted), work.skipped)
            asked = request.query_params.get("case")
            case = next((each for each in cases if each.id == asked), cases[0] if cases else None)
            if case:
                work.remember(case)
            desk = Desk(
                str(work.reviewer),
                session.csrf,
                {name: asked_for.get(name) for name in ("dataset", "place")},
                datasets_of(self._settings),
                cases,
                sum(each.id in work.skipped for each in cases),
                work.told.get(_number(request.query_params.get("done", ""))),
                (work.acts, work.done[-1]) if work.done else None,
            )
        return page(reader, review_page(edition, reader, desk, case))

    def _act(self, request: Request, session: Session[Work], form: Mapping[str, str]) -> Response:
        action, work = form.get("action", ""), session.state
        if action == "begin":
            return self._begin(request, session, form)
        if work.reviewer is None:
            return _lead(request)
        with session.lock:
            if action in set(Decision):
                told = self._decide(request, work, Decision(action), form)
            elif action in _ACTS:
                told = _ACTS[action](self._settings, work, form)
            else:
                known = ", ".join(("begin", *Decision, *_ACTS))
                raise Problem(400, f"no action {quoted(action)}; has {known}")
            return _lead(request, **_filters(form), done=work.tell(told))

    def _begin(self, request: Request, session: Session[Work], form: Mapping[str, str]) -> Response:
        given = form.get("reviewer", "")
        try:
            session.state.reviewer = read_reviewer(given)
        except ProjectError as error:
            return self._entry(request, session, str(error), given, form)
        return _lead(request, **_filters(form))

    def _decide(self, request: Request, work: Work, decision: Decision, form: Mapping[str, str]) -> Told:
        assert work.reviewer
        case = work.shown.get((form.get("case", ""), form.get("state", "")))
        if case is None:
            return Told("forgotten")
        first, store = self._settings.languages[0], served(request).edition.store
        label = label_of([case.place], store, first, first).get(case.place)
        said = Said(work.reviewer, label, _comment(form), _confidence(form))
        try:
            change = decide(self._settings, case, decision, said, rejects_rivals="others" in form)
        except KoryuError as error:
            return _failed(case.pair, error)
        work.done.append(change)
        return Told(decision, case.pair, change.row, also=len(change.rows) - 1)


def _skip(_settings: Settings, work: Work, form: Mapping[str, str]) -> Told:
    case = work.shown.get((form.get("case", ""), form.get("state", "")))
    if case is None:
        return Told("forgotten")
    if case.id not in work.skipped:
        work.done.append(case.id)
    return Told("skip", case.pair)


def _undo(settings: Settings, work: Work, form: Mapping[str, str]) -> Told:
    """Take the last act back, if none came after the page that offered to; a fault leaves it for later."""
    if not work.done or _number(form.get("last", "")) != work.acts:
        return Told("forgotten")
    last = work.done[-1]
    if isinstance(last, str):
        work.done.pop()
        return Told("undone")
    try:
        undo(settings, last)
    except KoryuError as error:
        if isinstance(error, Overtaken):  # for good
            work.done.pop()
        return _failed(last.row.pair, error)
    work.done.pop()
    return Told("undone", last.row.pair, also=len(last.rows) - 1)


def _again(_settings: Settings, work: Work, _form: Mapping[str, str]) -> Told:
    """Let what was skipped wait like all else."""
    work.done = [each for each in work.done if not isinstance(each, str)]
    return Told("again")


_ACTS: Final = {"skip": _skip, "undo": _undo, "again": _again}


def _failed(pair: tuple[str, str], error: KoryuError) -> Told:
    if isinstance(error, Overtaken):
        return Told("overtaken", error.pair, error.row)
    return Told("refused", pair, fault=str(error))


def _cases(settings: Settings, wanted: Wanted) -> list[Case]:
    try:
        return cases_of(settings, wanted)
    except (DataError, Faults) as error:  # of files, not of what was asked for
        raise Problem(500, str(error)) from None
    except ProjectError as error:
        raise Problem(404, str(error)) from None


def _in_order(cases: list[Case], skipped: frozenset[str]) -> list[Case]:
    return sorted(cases, key=lambda case: case.id in skipped)


def _filters(asked: Mapping[str, str]) -> dict[str, str]:
    """What a request or a form says of which cases are wanted."""
    return {name: asked[name] for name in ("dataset", "place") if asked.get(name)}


def _wanted(settings: Settings, edition: Edition, given: Mapping[str, str]) -> Wanted:
    """Take a place by what cases call it, which may be no government, else by any name of one."""
    wanted = Wanted(given.get("dataset"), given.get("place"))
    if wanted.place is None or _cases(settings, wanted):
        return wanted
    try:
        return Wanted(wanted.dataset, find_place(wanted.place, edition.store, settings.iris))
    except QueryError as error:
        raise Problem(404, str(error)) from None


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0


def _comment(form: Mapping[str, str]) -> str | None:
    comment = " ".join(form.get("comment", "").split())
    if len(comment) > _LONGEST or not comment.isprintable():
        raise Problem(
            400, f"the comment is too long, or has a control character; at most {_LONGEST} characters"
        )
    return comment or None


def _confidence(form: Mapping[str, str]) -> float | None:
    text = form.get("confidence", "").strip()
    if text and not _SCORE.fullmatch(text):
        raise Problem(400, f"confidence {quoted(text)} is no number from 0 to 1; write 0.8, or nothing")
    return float(text) if text else None


def _lead(request: Request, **query: object) -> Response:
    """Lead on to a page of the review."""
    return RedirectResponse(reader_of(request).link(PATH, **query), 303)
