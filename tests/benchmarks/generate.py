"""Make the tables of the benchmark: seeded, in chunks, as large as is asked for.

    python tests/benchmarks/generate.py FOLDER TRIPLES

Ten triples are about one affiliation, with its share of the other tables. Texts have three scripts, quotes,
backslashes and commas; cells are empty. ``tables/csv-metadata.json`` says what the columns mean.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

HERE = Path(__file__).parent
METADATA = HERE / "tables/csv-metadata.json"
SEED = 19790501
TRIPLES_OF_AN_AFFILIATION = 10
CHUNK = 1 << 16

Column = pa.StringArray
Columns = dict[str, Column]

COUNTRIES = ("cn", "jp")
KINDS = ("friendship-city", "sister-city", "sister-province", "cooperation")
FIELDS = ("environment", "education", "port-logistics", "health", "agriculture", "water-supply", "tourism")
ROLES = ("host", "guest", "sponsor")
ENGLISH = (
    *("Agreement on exchanges", "Sister city declaration", "Joint statement", "Charter of friendship"),
    *("between the two cities", "signed by both mayors", "of students and trainees", "with its annex"),
    *("renewed in full", "in force", "for thirty years", "after long talks", "by treaty", "at the port"),
    *(
        'called "the bridge"',
        'the "Lüda" papers, annexed',
        r"file C:\exchange\1979",
        "Orléans, Curaçao, Łódź",
    ),
)
JAPANESE = (
    *("友好都市提携", "姉妹都市盟約", "経済交流協定", "青少年交流事業", "港湾技術協力", "環境モデル地区"),
    *("に関する覚書", "の調印", "の三十周年", "についての共同声明", "研修員受入れ", "カントリー・リスク"),
    *("「橋」と呼ばれる", '通称"橋"、', "北九州市", "舞鶴市", "ながさき", "ハイフン・トヤマ"),
)
CHINESE = (
    *("友好城市协议", "经济技术合作", "人员往来", "环境示范区", "港口交流", "青少年互访", "联合声明"),
    *("签署于大连", "旅大市革命委员会", "续签三十年", "“桥梁”", r"文件\附件", "沈阳、鞍山", "未经核实"),
)


class Chunk:
    """Some rows of a table: their numbers, and a source of chance of their own."""

    def __init__(self, table: int, first: int, last: int) -> None:
        self.numbers = np.arange(first, last)
        self.chance = np.random.Generator(np.random.PCG64((SEED, table, first)))

    def some(self, bound: int, low: int = 0) -> np.ndarray:
        """Draw a number for each row, from ``low`` and less than ``bound``."""
        return self.chance.integers(low, bound, len(self.numbers))

    def choice(self, words: tuple[str, ...]) -> Column:
        """Draw a word for each row."""
        return pa.array(words).take(pa.array(self.some(len(words))))

    def phrase(self, words: tuple[str, ...], between: str) -> Column:
        """Draw three words for each row."""
        return joined(self.choice(words), between, self.choice(words), between, self.choice(words))

    def sometimes(self, column: Column, percent: int) -> Column:
        """Empty most or few cells of a column."""
        return pc.if_else(pa.array(self.some(100) < percent), column, "")


def joined(*pieces: Column | str) -> Column:
    """Put pieces together, row by row."""
    return pc.binary_join_element_wise(*pieces, "")


def padded(numbers: np.ndarray, width: int) -> Column:
    """Write numbers with leading zeros."""
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")


def written(numbers: np.ndarray) -> Column:
    """Write numbers as they are."""
    return pc.cast(pa.array(numbers), pa.string())


def days(numbers: np.ndarray) -> Column:
    """Write days since 1970 as dates."""
    return pc.cast(pc.cast(pa.array(numbers.astype(np.int32)), pa.date32()), pa.string())


def tenths(numbers: np.ndarray) -> Column:
    """Write numbers of tenths as canonical decimals: none ends in .0."""
    numbers = np.where(numbers % 10 == 0, numbers + 1, numbers)
    return joined(written(numbers // 10), ".", written(numbers % 10))


class Sizes:
    """How many rows the tables have; ``share``: the triples of an affiliation, with its share of the rest."""

    def __init__(self, triples: int, share: float = TRIPLES_OF_AN_AFFILIATION) -> None:
        self.affiliations = max(20, int(triples // share))
        self.municipalities = max(10, self.affiliations // 100)
        self.projects = self.affiliations // 10 // 2 * 2
        self.participants = self.projects * 5 // 2
        self.observations = self.affiliations // 4


def government(numbers: np.ndarray, sizes: Sizes) -> Column:
    """Make the keys of municipalities: the first half is in China."""
    half = sizes.municipalities // 2
    return joined(pa.array(COUNTRIES).take(pa.array((numbers >= half).astype(int))), "-", padded(numbers, 6))


def municipalities(chunk: Chunk, sizes: Sizes) -> Columns:
    """Municipalities: names in three languages, some of them unknown."""
    key = government(chunk.numbers, sizes)
    return {
        "key": key,
        "country": pc.utf8_slice_codeunits(key, 0, 2),
        "label_en": joined("City ", written(chunk.numbers), " ", chunk.choice(ENGLISH)),
        "label_ja": chunk.sometimes(joined(chunk.choice(JAPANESE), "市"), 70),
        "label_zh": chunk.sometimes(joined(chunk.choice(CHINESE), "市"), 70),
        "population": chunk.sometimes(written(chunk.some(30_000_000)), 90),
        "latitude": tenths(chunk.some(500, 200)),
    }


def affiliations(chunk: Chunk, sizes: Sizes) -> Columns:
    """Affiliations: each of a Chinese and a Japanese municipality."""
    half = sizes.municipalities // 2
    return {
        "key": joined("aff", padded(chunk.numbers, 8)),
        "first_party": government(chunk.some(half), sizes),
        "second_party": government(chunk.some(sizes.municipalities, half), sizes),
        "kind": chunk.choice(KINDS),
        "earliest": days(chunk.some(20_000, -10_000)),
        "title_en": chunk.phrase(ENGLISH, " "),
        "title_ja": chunk.sometimes(chunk.phrase(JAPANESE, ""), 60),
        "note_zh": chunk.sometimes(chunk.phrase(CHINESE, "，"), 25),
    }


def projects(chunk: Chunk, sizes: Sizes) -> Columns:
    """Projects: each of an affiliation."""
    return {
        "key": joined("prj-", padded(chunk.numbers, 8)),
        "affiliation": joined("aff", padded(chunk.some(sizes.affiliations), 8)),
        "title_en": chunk.phrase(ENGLISH, ", "),
        "field": chunk.choice(FIELDS),
        "start": days(chunk.some(20_000)),
        "amount_usd": chunk.sometimes(written(chunk.some(9_000_000, 1)), 70),
    }


def participants(chunk: Chunk, sizes: Sizes) -> Columns:
    """Participants: of two projects that follow each other, one has two and the other three."""
    pair, place = np.divmod(chunk.numbers, 5)
    party = (pair * 7919 + place * (sizes.municipalities // 5)) % sizes.municipalities
    return {
        "project": joined("prj-", padded(2 * pair + (place > 1), 8)),
        "party": government(party, sizes),
        "role": chunk.choice(ROLES),
    }


def observations(chunk: Chunk, sizes: Sizes) -> Columns:
    """Observations: counts, and shares where they are known."""
    return {
        "key": joined("obs-", padded(chunk.numbers, 8)),
        "place": government(chunk.some(sizes.municipalities), sizes),
        "year": written(chunk.some(2030, 1979)),
        "count": written(chunk.some(2000)),
        "share_percent": chunk.sometimes(tenths(chunk.some(999)), 80),
    }


TABLES: tuple[Callable[[Chunk, Sizes], Columns], ...] = (
    municipalities,
    affiliations,
    projects,
    participants,
    observations,
)


def quoted(cells: Column) -> Column:
    """Quote the cells that need it."""
    if not pc.any(pc.match_substring_regex(cells, '[",]')).as_py():
        return cells
    inside = pc.replace_substring(cells, '"', '""')
    return pc.if_else(pc.match_substring_regex(cells, '[",]'), joined('"', inside, '"'), cells)


def lines(columns: Columns) -> pa.Buffer:
    """Write rows as lines of CSV."""
    cells: list[Column | str] = reduce(lambda found, each: [*found, ",", quoted(each)], columns.values(), [])
    made = joined(*cells[1:], "\n")
    return made.buffers()[2].slice(0, made.buffers()[1].size and int(_last_offset(made)))


def _last_offset(texts: Column) -> int:
    return np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1)[-1]


def chunks(table: int, count: int) -> Iterator[Chunk]:
    """Cut the rows of a table into chunks."""
    return (Chunk(table, first, min(first + CHUNK, count)) for first in range(0, count, CHUNK))


def write_table(path: Path, pieces: Iterable[Columns]) -> None:
    """Write a table piece by piece, under the names of its columns."""
    with path.open("wb") as file:
        for columns in pieces:
            if not file.tell():
                file.write((",".join(columns) + "\n").encode())
            file.write(lines(columns))


def generate(folder: Path, triples: int) -> Path:
    """Write the tables and their metadata to a folder, and give the path of the metadata."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = Sizes(triples)
    for number, make in enumerate(TABLES):
        pieces = (make(chunk, sizes) for chunk in chunks(number, getattr(sizes, make.__name__)))
        write_table(folder / f"{make.__name__}.csv", pieces)
    return Path(shutil.copy(METADATA, folder))


if __name__ == "__main__":
    print(generate(Path(sys.argv[1]), int(sys.argv[2])))
