"""Draws the curves of precision and recall as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from link_curve import PRECISION, RECALL

COLOURS = {
    "koryu link": "#1b6ca8",
    "best candidate": "#8fb9dc",
    "same label": "#c2571a",
    "most alike label": "#5b8c2a",
}
TITLES = {"wikidata": "Wikidata", "geonames": "GeoNames", "dbpedia": "DBpedia", "estat": "e-Stat"}
SIDE, LOW = 150, 0.5  # of a panel; and where its axes begin
Row = dict[str, str]


def draw(rows: list[Row]) -> Iterator[str]:
    """Draw a panel for each dataset, line by line."""
    font = 'font-family="sans-serif" font-size="12"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 270" {font}>'
    yield "<title>Precision and recall of links, by the score from which on they are taken</title>"
    yield '<rect width="860" height="270" fill="#fff"/>'
    for number, (dataset, title) in enumerate(TITLES.items()):
        own = [row for row in rows if row["dataset"] == dataset]
        yield from _panel(50 + 210 * number, title, own)
    for number, (method, colour) in enumerate(COLOURS.items()):
        x = 50 + 140 * number
        yield f'<path d="M{x} 252h24" stroke="{colour}" stroke-width="2"/>'
        yield f'<text x="{x + 30}" y="256">{escape(method)}</text>'
    yield f'<text x="620" y="256" fill="#555">green: precision {PRECISION}, recall {RECALL}</text>'
    yield "</svg>\n"


def _panel(left: int, title: str, rows: list[Row]) -> Iterator[str]:
    yield f'<text x="{left}" y="30" font-weight="bold">{escape(title)}</text>'
    x, y = _at(left, RECALL, 1.0)
    width, height = SIDE * (1 - RECALL) / (1 - LOW), SIDE * (1 - PRECISION) / (1 - LOW)
    yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="#9fd69f"/>'
    for step in range(6):
        value = LOW + step * (1 - LOW) / 5
        x, y = _at(left, value, value)
        yield f'<path d="M{left} {y:.1f}h{SIDE}" stroke="#ddd"/>'
        yield f'<text x="{left - 5}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{value:.1f}</text>'
        yield f'<text x="{x:.1f}" y="212" text-anchor="middle" fill="#555">{value:.1f}</text>'
    yield f'<text x="{left + SIDE / 2}" y="230" text-anchor="middle">recall (precision upwards)</text>'
    for method, colour in COLOURS.items():
        yield from _line(left, [row for row in rows if row["method"] == method], colour)


def _line(left: int, rows: list[Row], colour: str) -> Iterator[str]:
    known = [(float(row["recall"]), float(row["precision"])) for row in rows if row["precision"]]
    places = [_at(left, recall, precision) for recall, precision in known if min(recall, precision) >= LOW]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in dict.fromkeys(places)
    )


def _at(left: int, recall: float, precision: float) -> tuple[float, float]:
    scale = SIDE / (1 - LOW)
    return left + scale * (recall - LOW), 45 + SIDE - scale * (precision - LOW)
