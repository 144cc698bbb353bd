"""The stored queries as pages: a list of the questions, and each with its form and its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from koryu.errors import QueryError
from koryu.queries.catalogue import StoredQuery
from koryu.queries.formats import FORMATS, GRAPH_WRITERS
from koryu.queries.header import text_in
from koryu.queries.paging import Page
from koryu.queries.results import ResultTable
from koryu.queries.tags import read_tags
from koryu.site.drawing.chart_geometry import Picture, draw
from koryu.site.drawing.charts import Chart, chart_of
from koryu.site.drawing.maps import Map
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Labels
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, render
from koryu.site.questions.answers import Answer, answer_of, called, heading
from koryu.site.questions.form import Form, make_form
from koryu.site.questions.maps import map_of
from koryu.site.questions.snippets import Snippet, address, snippets
from koryu.stores.local import Engine

ROWS: Final = 500  # of an answer on one page
_HEADER: Final = re.compile(r"\A(?:#\+[^\n]*\n)+\n*")
_NAMES: Final = {  # in this order: most people want a sheet
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv"),
    "tsv": ("TSV", "text/tab-separated-values"),
    "json": ("JSON", "application/json"),
    "md": ("Markdown", "text/markdown"),
    "ttl": ("Turtle", "text/turtle"),
    "jsonld": ("JSON-LD", "application/ld+json"),
}


@dataclass(frozen=True)
class Question:
    """A question in a list: its name, what it asks in the reader's language, and how it is answered."""

    name: str
    summary: str
    view: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The questions on one subject."""

    tag: str
    title: str
    questions: tuple[Question, ...]


def question_groups(edition: Edition, reader: Reader) -> list[Group]:
    """Group the questions by the first of their tags, in the order of the tags' titles."""
    titles = read_tags(edition.settings)
    found: dict[str, list[Question]] = {}
    for query in edition.catalogue.questions():
        tags = query.header.tags
        summary = text_in(query.header.summary, reader.lang)
        found.setdefault(tags[0] if tags else "", []).append(
            Question(query.name, summary, query.header.view, tags)
        )
    groups = [Group(tag, _title(tag, titles, reader), tuple(questions)) for tag, questions in found.items()]
    order = {tag: place for place, tag in enumerate(titles)}
    return sorted(groups, key=lambda group: (not group.tag, order.get(group.tag, len(order)), group.title))


def _title(tag: str, titles: Mapping[str, Mapping[str, str]], reader: Reader) -> str:
    if not tag:
        return reader.words("other_questions")
    return text_in(titles[tag], reader.lang) if tag in titles else tag.replace("-", " ").capitalize()


def questions_page(edition: Edition, reader: Reader) -> str:
    """Make the list of all questions."""
    return render(
        "questions.html",
        edition,
        reader,
        path="query",
        crumbs=[Crumb(reader.words("questions"))],
        groups=question_groups(edition, reader),
        federated=[
            Question(query.name, text_in(query.header.summary, reader.lang), "table", query.header.tags)
            for query in edition.catalogue.federated()
        ],
    )


@dataclass(frozen=True)
class QuestionPage:
    """The page of a question; ``status`` is 400 where what was asked is wrong.

    ``error``: why the question was not answered, where that is no fault of the values.
    """

    html: str
    status: int = 200
    error: QueryError | None = None


@dataclass(frozen=True)
class Shown:
    """What a page shows of an answer: some rows as a table, and all of them as a chart or a map."""

    answer: Answer
    total: int
    page: Page
    chart: Chart | None = None
    picture: Picture | None = None
    map: Map | None = None

    @property
    def number(self) -> int:
        """The number of the page."""
        return self.page.offset // ROWS + 1

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // ROWS)

    @property
    def _values(self) -> list[Decimal]:
        series = self.chart.series if self.chart else ()
        return [value for each in series for value in each.values if value is not None]

    @property
    def count(self) -> int:
        """How many values are drawn."""
        return len(self._values)

    @property
    def low(self) -> str:
        """The least value that is drawn."""
        return f"{min(self._values, default=0):f}"

    @property
    def high(self) -> str:
        """The greatest value that is drawn."""
        return f"{max(self._values, default=0):f}"

    @property
    def last(self) -> int:
        """The number of the last row that is shown, counted from 1."""
        return self.page.offset + len(self.answer.rows)


def question_page(
    edition: Edition,
    name: str,
    given: Mapping[str, str],
    reader: Reader,
    engine: Engine,
    *,
    origin: str = "",
    page: int = 1,
) -> QuestionPage:
    """Make the page of a question.

    Args:
        edition: What is asked.
        name: The name of the stored query.
        given: The values of its parameters, as a user wrote them.
        reader: Whom it is for.
        engine: What answers it, within the limits of the server.
        origin: The address of the site's root, for programs.
        page: Which rows of a long answer, counted from 1.

    Raises:
        QueryError: There is no query of this name, or it is malformed.
    """
    query = edition.catalogue.read(name)
    form = make_form(query, given, edition, reader.lang, engine)
    maker = _PageMaker(edition, query, form, Labels(edition, reader), engine, origin)
    if not form.is_right:
        waits = form.is_untouched and bool(query.header.example)
        return QuestionPage(maker.render(None, "" if waits else None), 200 if waits else 400)
    try:
        shown = maker.shown(Page(ROWS, (page - 1) * ROWS))
    except QueryError as error:
        return QuestionPage(maker.render(None, str(error)), error=error)
    return QuestionPage(maker.render(shown))


@dataclass(frozen=True)
class _PageMaker:
    edition: Edition
    query: StoredQuery
    form: Form
    labels: Labels
    engine: Engine
    origin: str

    @property
    def reader(self) -> Reader:
        return self.labels.reader

    def shown(self, page: Page) -> Shown:
        """Ask the question."""
        header = self.query.header
        result = self.edition.catalogue.run(
            self.query.name, self.form.values, engine=self.engine, lang=self._lang
        )
        answer = answer_of(self.query, page.of(result), self.labels)
        chart = self._chart(result)
        picture = draw(chart) if chart else None
        drawn = map_of(result, header.drawing.places, self.labels) if header.view == "map" else None
        return Shown(answer, len(result.cells), page, chart, picture, drawn)

    @property
    def _lang(self) -> str | None:
        return None if "lang" in self.form.values else self.reader.lang

    def _chart(self, result: ResultTable) -> Chart | None:
        """The chart, where the query's header says that there is one."""
        if self.query.header.view != "chart":
            return None
        found = chart_of(called(result, self.labels), self.query.header.drawing)
        return found and self._worded(found)

    def _worded(self, chart: Chart) -> Chart:
        """Call the columns of a chart by words."""
        columns = {each.name: heading(self.query, each, self.labels) for each in self.query.header.columns}
        names = " · ".join(columns[name] for name in chart.label.split(" · "))
        series = tuple(replace(each, name=columns.get(each.name, each.name)) for each in chart.series)
        return replace(chart, label=names, value=columns[chart.value], series=series)

    def render(self, shown: Shown | None, failure: str | None = None) -> str:
        """Make the page, with the answer if there is one, and else with what is wrong."""
        header, lang = self.query.header, self.reader.lang
        summary = text_in(header.summary, lang)
        return render(
            "question.html",
            self.edition,
            self.reader,
            path=self._path,
            asked=self.form.values,
            crumbs=[Crumb(self.reader.words("questions"), "query"), Crumb(summary)],
            query=self.query,
            summary=summary,
            description=text_in(header.description, lang),
            description_lang=_tag(header.description, lang),
            form=self.form,
            example=self._example(),
            shown=shown,
            failure=failure,
            sparql=self._sparql() if shown else None,
            snippets=self._snippets() if shown else (),
            downloads=self._downloads() if shown else (),
            permanent=address(f"{self.origin}{self.reader.root}/{self._path}", self.form.values),
            address=lambda number: self.reader.link(self._path, **self.form.values, page=number),
            instead=lambda name, value: self.reader.link(self._path, **{**self.form.values, name: value}),
        )

    @property
    def _path(self) -> str:
        return f"query/{self.query.name}"

    def _example(self) -> str | None:
        """The address of the example, where it is not what is shown."""
        example = dict(self.query.header.example)
        if not example or example == dict(self.form.values):
            return None
        return self.reader.link(self._path, **example)

    def _sparql(self) -> str:
        text = self.edition.catalogue.text(
            self.query.name, self.form.values, engine=self.engine, lang=self._lang
        )
        return _HEADER.sub("", text)

    def _snippets(self) -> Sequence[Snippet]:
        root = self.origin + self.reader.root
        return snippets(self.edition, self.query.name, self.form.values, root)

    def _downloads(self) -> list[tuple[str, str, str]]:
        """What can be taken away, with labels as on the page: formats, their media types and addresses."""
        forms = [form for form in _NAMES if form in FORMATS]
        if not self.query.constructs:
            forms = [form for form in forms if form not in GRAPH_WRITERS]
        labels = {} if self.query.constructs else {"labels": "true", "lang": self.reader.lang}
        return [
            (*_NAMES[form], self.reader.link(f"{self._path}.{form}", **{**self.form.values, **labels}))
            for form in forms
        ]


def _tag(texts: Mapping[str, str], lang: str) -> str | None:
    """The language of the text that is chosen for a reader, if it is known."""
    chosen = text_in(texts, lang)
    return next((tag or None for tag, text in texts.items() if text == chosen), None)
