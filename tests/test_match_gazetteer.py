"""Rows of which it is known whom they mean, as scripts/bench match has them, at a small size."""

from collections import Counter
from hashlib import sha256

import pytest
from gazetteer import make_places, make_rows
from rapidfuzz import fuzz, process, utils

from koryu.joining.joining import join
from koryu.joining.reading import Table
from koryu.joining.request import Request
from koryu.matching.index import Index
from koryu.matching.places import NameKind, PlaceName
from small_places import place

MADE = make_places(7, 300)
ROWS = make_rows(7, MADE, 1500)
SLOWLY = "229137c162a9d3c8d353e544e34bcd57bf21ed8d7f02359769142d64cb497e86"


def as_place(made):
    english, japanese, chinese = made.labels
    found = place(made.key, type_=made.type, country=made.country, en=english, ja=japanese, zh_hans=chinese)
    kana = (PlaceName(made.kana, "ja-hrkt", NameKind.ALTERNATIVE),) if made.kana else ()
    return type(found)(found.iri, found.names + kana, found.country, found.level, found.type)


@pytest.fixture(scope="module")
def answers():
    table = Table("rows.csv", [], ["city"], [[row.name] for row in ROWS])
    request = Request(path="rows.csv", column="city")
    return join(table, request, Index(map(as_place, MADE)), "en").answers


def counted(answers):
    """How many rows of each kind are clear and right, clear and wrong, several or none."""

    def came_to(row, answer):
        if answer.verdict != "clear":
            return answer.verdict.value
        return "right" if answer.key == row.key else "wrong"

    return Counter((row.how, came_to(row, answer)) for row, answer in zip(ROWS, answers, strict=True))


def test_answers_are_to_the_letter_what_the_slow_way_gave(answers):
    """The digest is that of the program when it compared each pair of names by itself.

    Who changes weights or words on purpose puts the new one here, and says in the commit what differs.
    """
    told = "\n".join("\t".join(answer) for answer in answers)
    assert sha256(told.encode()).hexdigest() == SLOWLY


def test_no_place_is_taken_for_another(answers):
    assert {how: count for (how, came_to), count in counted(answers).items() if came_to == "wrong"} == {}


def test_names_that_one_place_has_are_clear_in_every_script(answers):
    stems = Counter(
        stem for made in MADE for stem in {made.latin.lower(), made.japanese, made.chinese, made.kana}
    )
    alone = {
        made.key
        for made in MADE
        if all(stems[stem] == 1 for stem in (made.latin.lower(), made.japanese, made.chinese))
    }
    missed = [
        (row.name, answer.verdict)
        for row, answer in zip(ROWS, answers, strict=True)
        if row.how in ("label", "bare", "ending", "script") and row.key in alone and answer.key != row.key
    ]
    assert missed == []


def test_names_of_nobody_find_nobody(answers):
    none = [answer for row, answer in zip(ROWS, answers, strict=True) if row.how == "none"]
    assert sum(answer.verdict == "none" for answer in none) / len(none) > 0.95


def test_answers_are_better_than_those_of_all_pairs(answers):
    pairs = [(utils.default_process(name), made.key) for made in MADE for name in (*made.labels, made.kana)]
    written = [utils.default_process(row.name) for row in ROWS]
    ours = sum((answer.key or None) == row.key for row, answer in zip(ROWS, answers, strict=True))
    for scorer in (fuzz.ratio, fuzz.WRatio):
        likeness = process.cdist(written, [name for name, _ in pairs], scorer=scorer)
        best = [(pairs[at][1], row.max()) for at, row in zip(likeness.argmax(1), likeness, strict=True)]
        right = max(
            sum(
                (key if most >= cut else None) == row.key for (key, most), row in zip(best, ROWS, strict=True)
            )
            for cut in range(50, 101, 2)
        )
        assert ours > right
