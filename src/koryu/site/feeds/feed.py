"""The feed of what changed from build to build, as Atom: https://www.rfc-editor.org/rfc/rfc4287."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from koryu.changes import Change, Step, read_log
from koryu.languages import rank
from koryu.namespaces import DCTERMS, RDFS, SKOS
from koryu.rdf.ntriples import Triple, is_iri, language, value
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Labels
from koryu.site.frame.printing import shortened
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import environment
from koryu.site.frame.titles import title_of

_ENTRIES: Final = 200
_LINES: Final = 12  # of an entry
_VALUE: Final = 200  # characters of a value
_LABELS: Final = (f"{RDFS}label", f"{SKOS}prefLabel", f"{DCTERMS}title")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True)
class Entry:
    """What changed of one thing in one build; ``address`` is that of its page, if it has one."""

    id: str
    title: str
    updated: str
    address: str | None
    lines: Sequence[str]


def feed(edition: Edition, reader: Reader, origin: str) -> bytes:
    """Write the feed; ``origin`` is the scheme and the host of the site, for links from afar."""
    feeder = _Feeder(edition, reader, origin)
    settings, words = edition.settings, reader.words
    text = (
        environment()
        .get_template("feed.atom")
        .render(
            id=f"{settings.base}feed.atom",
            lang=words.lang,
            title=words("feed_title", title=title_of(settings, reader.lang).text),
            subtitle=words("feed_subtitle"),
            updated=_moment(edition.built),
            address=origin + reader.link("feed.atom"),
            home=origin + reader.link(""),
            license=settings.license,
            author=settings.title,
            entries=feeder.entries(read_log(settings)),
        )
    )
    return _ILLEGAL.sub("\ufffd", text).encode()


@dataclass
class _Feeder:
    """Tells changes to a reader."""

    edition: Edition
    reader: Reader
    origin: str

    def __post_init__(self) -> None:
        self.labels = Labels(self.edition, self.reader)

    def entries(self, steps: Iterable[Step]) -> list[Entry]:
        some = list(islice(((step, change) for step in steps for change in step.changes), _ENTRIES))
        self.labels.of(iri for _, change in some for iri in _iris(change))  # all at once
        told = [self._entry(step, change) for step, change in some]
        return told + [self._others(step) for step in _cut(step for step, _ in some)]

    def _entry(self, step: Step, change: Change) -> Entry:
        words = self.reader.words
        how = "feed_new" if change.is_new else "feed_gone" if change.is_gone else "feed_changed"
        label = self._gone(change) if change.is_gone else None
        title = words(how, label=shortened(label or self.labels[change.thing].text, _VALUE))
        return Entry(self._id(step, change.thing), title, _moment(step.built), self._address(change.thing),
                     self._lines(change))  # fmt: skip

    def _others(self, step: Step) -> Entry:
        title = self.reader.words("feed_others", n=step.count - len(step.changes))
        return Entry(
            self._id(step, "others"), title, _moment(step.built), self.origin + self.reader.link(""), [title]
        )

    def _id(self, step: Step, thing: str) -> str:
        digest = hashlib.sha256(thing.encode()).hexdigest()[:16]
        return f"{self.edition.settings.base}feed.atom#{step.built:%Y%m%dT%H%M%SZ}-{step.build}-{digest}"

    def _address(self, thing: str) -> str | None:
        href = self.labels[thing].href
        return self.origin + href if href and href.startswith("/") else href

    def _gone(self, change: Change) -> str | None:
        """Find what a thing was called that is no more."""
        fallback = self.edition.settings.languages[0]
        labels = [o for s, p, o in change.removed if value(p) in _LABELS and value(s) == change.thing]
        ranks = [(rank(language(each) or "", self.reader.range, fallback), value(each)) for each in labels]
        return min(((place, text) for place, text in ranks if place is not None), default=(0, None))[1]

    def _lines(self, change: Change) -> list[str]:
        lines = [line for fact in _facts(change) for line in self._told(*fact)]
        more = change.more + max(0, len(lines) - _LINES)
        return lines[:_LINES] + ([self.reader.words("feed_more", n=more)] if more else [])

    def _told(self, property_: str, removed: list[str], added: list[str]) -> Iterator[str]:
        words, name = self.reader.words, self.labels[property_].text
        old, new = ([self._value(each) for each in terms] for terms in (removed, added))
        if len(old) == len(new) == 1:
            yield words("feed_became", property=name, before=old[0], after=new[0])
            return
        yield from (words("feed_added", property=name, value=each) for each in new)
        yield from (words("feed_removed", property=name, value=each) for each in old)

    def _value(self, term: str) -> str:
        if is_iri(term):
            return shortened(self.labels[value(term)].text, _VALUE)
        tag = language(term)
        return shortened(value(term), _VALUE) + (f" ({tag})" if tag else "")


def _iris(change: Change) -> Iterator[str]:
    yield change.thing
    for _, property_, term in (*change.added, *change.removed):
        yield value(property_)
        if is_iri(term):
            yield value(term)


def _facts(change: Change) -> Iterator[tuple[str, list[str], list[str]]]:
    """List properties with what was removed and what was added: by subject, property and language."""
    found: defaultdict[Triple, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, triples in enumerate((change.removed, change.added)):
        for subject, property_, term in triples:
            found[subject, property_, language(term) or ""][place].append(term)
    for (_, property_, _), (removed, added) in sorted(found.items()):
        yield value(property_), removed, added


def _cut(steps: Iterable[Step]) -> list[Step]:
    """List the steps that changed more things than are told, each once."""
    found = {step.built: step for step in steps}
    return [step for step in found.values() if step.count > len(step.changes)]


def _moment(moment: datetime.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
