"""The geometry of charts: what stands where.

Across, places are percents of the width, so that a chart fills a phone and a desk alike while its letters
keep their size; down, they are pixels.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from koryu.site.drawing.charts import Chart, Series
from koryu.site.frame.printing import number as printed

_LABEL: Final = 19  # pixels: the line of a label above its bars
_BAR: Final = 14
_GAP: Final = 9
_ROOM: Final = 82.0  # percent of the width that bars may take; the rest is for the numbers after them
_PLOT: Final = 220  # pixels: the height of columns and lines
_TOP: Final = 22
_BOTTOM: Final = 26
_TICKS: Final = 5
_NAMES: Final = 7  # categories that are named along the chart
_LONGEST: Final = 46  # half widths of a label


@dataclass(frozen=True)
class Rect:
    """A bar; ``css`` is the class of its colour, ``title`` what it says."""

    x: float
    y: float
    width: float
    height: float
    css: str
    title: str


@dataclass(frozen=True)
class Line:
    """A line from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    css: str


@dataclass(frozen=True)
class Dot:
    """A point of a line."""

    x: float
    y: float
    css: str
    title: str


@dataclass(frozen=True)
class Text:
    """A text; ``full`` is all of it where it is cut."""

    x: float
    y: float
    text: str
    css: str
    full: str = ""


@dataclass
class Picture:
    """A chart as shapes: ``height`` in pixels, and the names of the series for a legend."""

    height: float
    rects: list[Rect] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    legend: tuple[str, ...] = ()


def draw(chart: Chart) -> Picture:
    """Draw a chart."""
    legend = tuple(each.name for each in chart.series) if len(chart.series) > 1 else ()
    pen = _Pen(chart, Picture(0, legend=legend))
    {"columns": pen.columns, "line": pen.line}.get(chart.kind, pen.bars)()
    return pen.picture


@dataclass(frozen=True)
class Scale:
    """Maps numbers from ``low`` to ``high`` onto ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, number: float | Decimal) -> float:
        """Where a number stands, to two decimals."""
        part = (float(number) - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 2)


def ticks(low: float, high: float, most: int = _TICKS) -> list[Decimal]:
    """Choose round numbers from ``low`` to ``high``, at most ``most`` and one that goes beyond."""
    rough = (high - low) / most or 1
    power = Decimal(10) ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= Decimal(repr(rough)))
    first, last = math.floor(Decimal(repr(low)) / step), math.ceil(Decimal(repr(high)) / step)
    return [step * each for each in range(first, last + 1)]


def _extent(series: Sequence[Series], is_stacked: bool = False) -> tuple[float, float]:
    columns = zip(*(each.values for each in series), strict=True)
    known = [[float(value) for value in column if value is not None] for column in columns]
    reached = [sum(column) for column in known] if is_stacked else list(itertools.chain(*known))
    low, high = min([0.0, *reached]), max([0.0, *reached])
    return low, high if high > low else low + 1


@dataclass(frozen=True)
class _Pen:
    chart: Chart
    picture: Picture

    def bars(self) -> None:
        """Bars that lie, each below its label: one, several, or several in a row."""
        is_stacked = self.chart.kind == "stacked"
        low, high = _extent(self.chart.series, is_stacked)
        scale = Scale(low, high, 0 if low == 0 else 100 - _ROOM, _ROOM)
        y = 0.0
        for place, category in enumerate(self.chart.categories):
            self.picture.texts.append(Text(0, y + 14, shortened(category), "label", category))
            y += _LABEL
            y = self._stack(place, y, scale) if is_stacked else self._group(place, y, scale)
            y += _GAP
        self.picture.height = y

    def _group(self, place: int, y: float, scale: Scale) -> float:
        for number, series in enumerate(self.chart.series, 1):
            value = series.values[place]
            if value is None:
                if len(self.chart.series) == 1:
                    self.picture.texts.append(Text(0, y + 11, "–", "value"))
                    y += _BAR
                continue
            self._bar(place, number, y, scale, (Decimal(0), value))
            self.picture.texts.append(
                Text(max(scale(value), scale(0)), y + 11, printed(f"{value:f}"), "value after")
            )
            y += _BAR + 2
        return y

    def _stack(self, place: int, y: float, scale: Scale) -> float:
        reached = Decimal(0)
        for number, series in enumerate(self.chart.series, 1):
            if value := series.values[place]:
                self._bar(place, number, y, scale, (reached, reached + value))
                reached += value
        self.picture.texts.append(Text(scale(reached), y + 11, printed(f"{reached:f}"), "value after"))
        return y + _BAR + 2

    def _bar(self, place: int, number: int, y: float, scale: Scale, ends: tuple[Decimal, Decimal]) -> None:
        left, right = sorted(map(scale, ends))
        title = self._title(place, number, ends[1] - ends[0])
        self.picture.rects.append(Rect(left, y, round(right - left, 2), _BAR, f"c{number}", title))

    def columns(self) -> None:
        """Bars that stand along a row of numbers."""
        scale = self._grid(*_extent(self.chart.series))
        wide = 100 / len(self.chart.categories)
        each_wide = round(wide * 0.72 / len(self.chart.series), 2)
        for place in range(len(self.chart.categories)):
            for number, series in enumerate(self.chart.series):
                if (value := series.values[place]) is not None:
                    x = round(wide * (place + 0.14) + each_wide * number, 2)
                    self._column(place, number + 1, x, each_wide, value, scale)
        self._name_along([round(wide * (place + 0.5), 2) for place in range(len(self.chart.categories))])

    def _column(self, place: int, number: int, x: float, width: float, value: Decimal, scale: Scale) -> None:
        top, bottom = sorted((scale(value), scale(0)))
        title = self._title(place, number, value)
        self.picture.rects.append(Rect(x, top, width, round(bottom - top, 2), f"c{number}", title))
        if len(self.chart.series) == 1 and len(self.chart.categories) <= 12:
            self.picture.texts.append(
                Text(round(x + width / 2, 2), round(top - 4, 2), printed(f"{value:f}"), "value middle")
            )

    def line(self) -> None:
        """Lines over years."""
        years = [int(each) for each in self.chart.categories]
        across = Scale(years[0], years[-1], 4, 96)
        scale = self._grid(*_extent(self.chart.series))
        for number, series in enumerate(self.chart.series, 1):
            points = [
                (across(year), scale(value), place)
                for place, (year, value) in enumerate(zip(years, series.values, strict=True))
                if value is not None
            ]
            self._joined(points, number)
        self._name_along([across(year) for year in years])

    def _joined(self, points: list[tuple[float, float, int]], number: int) -> None:
        for (x1, y1, _), (x2, y2, _) in itertools.pairwise(points):
            self.picture.lines.append(Line(x1, y1, x2, y2, f"c{number}"))
        for x, y, place in points:
            value = self.chart.series[number - 1].values[place]
            assert value is not None
            self.picture.dots.append(Dot(x, y, f"c{number}", self._title(place, number, value)))

    def _grid(self, low: float, high: float) -> Scale:
        """Lines at round numbers, each with its number on it."""
        marks = ticks(low, high)
        scale = Scale(float(marks[0]), float(marks[-1]), _TOP + _PLOT, _TOP)
        for mark in marks:
            y = scale(mark)
            self.picture.lines.append(Line(0, y, 100, y, "axis" if mark == 0 else "grid"))
            self.picture.texts.append(Text(0, y - 4, printed(f"{mark:f}"), "tick"))
        self.picture.height = _TOP + _PLOT + _BOTTOM
        return scale

    def _name_along(self, places: list[float]) -> None:
        step = math.ceil(len(places) / _NAMES)
        for place, x in itertools.islice(enumerate(places), 0, None, step):
            name = self.chart.categories[place]
            self.picture.texts.append(Text(x, _TOP + _PLOT + 18, shortened(name, 10), "label middle", name))

    def _title(self, place: int, number: int, value: Decimal) -> str:
        name = self.chart.series[number - 1].name
        parts = [self.chart.categories[place], *([name] if name else [])]
        return f"{', '.join(parts)}: {printed(format(value, 'f'))}"


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Cut a text to ``longest`` half widths, visibly; Chinese and Japanese characters are two wide."""
    kept = list(itertools.takewhile(lambda each: each[1] <= longest, _widths(text)))
    return text if len(kept) == len(text) else "".join(char for char, _ in kept[:-1]) + "…"


def _widths(text: str) -> Iterator[tuple[str, int]]:
    reached = 0
    for char in text:
        reached += 2 if ord(char) >= 0x2E80 else 1
        yield char, reached
