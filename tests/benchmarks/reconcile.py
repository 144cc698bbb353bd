"""Time the reconciliation service: batches of 50 names against the shipped project, and against many places.

    scripts/bench reconcile [--places N] [--seed N]

The server runs as its users run it; names come as tables have them: exact, without their word for a city, in
another script, misspelt, or of nobody. No batch is asked twice, so that nothing is answered from memory but
what any batch needs. Cheap requests are timed alone, and beside two clients that send batches without pause.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from environments import KORYU
from measuring import ROOT, load

from serving import memory_of, served
from world.ours import COUNTRIES, Row, write_project
from world.spelling import simplified

BATCH = 50
BATCHES = 30
_READINGS = (
    "山 yama 川 kawa 田 ta 中 naka 本 moto 村 mura 島 shima 木 ki 上 kami 下 shimo 小 o 大 dai "
    "高 taka 長 naga 松 matsu 竹 take 梅 ume 石 ishi 岩 iwa 谷 tani 沢 sawa 野 no 原 hara "
    "林 bayashi 森 mori 池 ike 浜 hama 崎 saki 津 tsu 港 minato 橋 hashi 宮 miya 寺 tera 城 shiro "
    "町 machi 戸 to 門 kado 東 higashi 西 nishi 南 minami 北 kita 新 shin 古 furu 青 ao 赤 aka "
    "白 shira 黒 kuro 金 kana 福 fuku 吉 yoshi 平 hira 安 yasu 春 haru 秋 aki 花 hana 草 kusa "
    "水 mizu 泉 izumi 海 umi 星 hoshi"
)
PARTS = dict(re.findall("(.) ([a-z]+)", _READINGS))
KINDS = (("city", "市", "City"), ("town", "町", "Town"), ("city", "市", "City"))


def places(number: int, seed: int) -> list[Row]:
    """Draw municipalities, each of a name of its own."""
    chance = random.Random(seed)
    stems = [
        "".join(each)
        for length in (2, 3)
        for each in product(PARTS, repeat=length)
        if length == 2 or each[0] != each[2]
    ]
    rows: list[Row] = []
    for place, stem in enumerate(chance.sample(stems, number)):
        kind, word, english = KINDS[place % 3]
        latin = "".join(PARTS[char] for char in stem).capitalize()
        row: Row = {"key": f"{latin.lower()}-{place}", "class": "LocalGovernment", "level": "municipality"}
        row |= {"type": kind, "label_en": f"{latin} {english}", "label_ja": stem + word, "country": "japan"}
        row |= {
            "parent": "japan",
            "label_zh_hans": simplified(stem + word, "JP"),
            "jis_code": f"{place + 1000:05d}",
            "evidence": "Drawn.",
        }
        rows.append(row)
    return rows


def make_project(root: Path, number: int, seed: int) -> list[Row]:
    """Lay out a project with many places, and build it; returns their rows."""
    rows, (key, english, japanese, chinese, alpha3, code) = places(number, seed), COUNTRIES["JP"]
    country: Row = {"key": key, "class": "Country", "counterpart": "Counterpart", "level": "country"}
    country |= {
        "type": "sovereign-state",
        "label_en": english,
        "label_ja": japanese,
        "label_zh_hans": chinese,
    }
    country |= {
        "iso3166_1_alpha2": "JP",
        "iso3166_1_alpha3": alpha3,
        "iso3166_1_numeric": code,
        "evidence": "Known.",
    }
    source = {
        "key": "gazetteer",
        "label_en": "Drawn",
        "label_ja": "作成",
        "label_zh_hans": "生成",
        "note": "Drawn.",
    }
    territories: list[Row] = [{"government": row["key"], "evidence": "Drawn."} for row in (country, *rows)]
    tables = {"governments": [country, *rows], "territories": territories, "source": [source]}
    write_project(root, tables)
    subprocess.run([KORYU, "build", "--root", root], check=True, stdout=subprocess.DEVNULL)
    return rows


def cells(rows: list[Row], chance: random.Random) -> Iterator[str]:
    """Write names as tables have them, without end."""
    while True:
        row = chance.choice(rows)
        english, japanese = str(row["label_en"]), str(row["label_ja"])
        bare = english.partition(" ")[0]
        place = chance.randrange(1, len(bare))
        misspelt = f"{bare[:place]}{chance.choice('aeiou')}{bare[place:]}"
        yield chance.choice(
            (english, bare, japanese, japanese[:-1], misspelt, f"Nowhere {chance.random():.9f}")
        )


def post(address: str, names: list[str], hint: str) -> float:
    """Send a batch, and tell the seconds that its answer took."""
    queries = {f"q{place}": {"query": name} for place, name in enumerate(names)}
    if hint:
        queries = {
            key: {**each, "properties": [{"pid": "country", "v": hint}]} for key, each in queries.items()
        }
    body = urlencode({"queries": json.dumps(queries)}).encode()
    start = time.perf_counter()
    with urllib.request.urlopen(f"{address}/reconcile", body, timeout=60) as answer:
        found = json.load(answer)
    seconds = time.perf_counter() - start
    assert len(found) == len(names)
    return seconds


def get(address: str) -> float:
    """Ask something cheap."""
    start = time.perf_counter()
    urllib.request.urlopen(f"{address}/healthz", timeout=60).close()
    return time.perf_counter() - start


@contextmanager
def busy(work: Callable[[], object], threads: int = 2) -> Iterator[None]:
    """Have some work done without pause."""
    is_over = threading.Event()

    def run() -> None:
        while not is_over.is_set():
            work()

    several = [threading.Thread(target=run) for _ in range(threads)]
    for each in several:
        each.start()
    try:
        yield
    finally:
        is_over.set()
        for each in several:
            each.join()


def told(seconds: list[float]) -> str:
    """Write the median and the 90th percentile."""
    most = statistics.quantiles(seconds, n=10)[8]
    return f"{statistics.median(seconds) * 1000:.0f} ms, p90 {most * 1000:.0f} ms"


def run(name: str, root: Path, rows: list[Row]) -> None:
    """Measure a project and print what came of it."""
    drawn = cells(rows, random.Random(1))

    def batch() -> list[str]:
        return [next(drawn) for _ in range(BATCH)]

    with served(root) as running:
        address = running.address
        start = time.perf_counter()
        post(address, batch(), "")
        print(f"{name}: the first batch {time.perf_counter() - start:.2f} s, {load()}")
        for hint in ("", "JP"):
            seconds = [post(address, batch(), hint) for _ in range(BATCHES)]
            print(f"{name}: {BATCH} names{', with a country' if hint else ''}: {told(seconds)}")
        print(f"{name}: a cheap request, alone: {told([get(address) for _ in range(100)])}")
        with busy(lambda: post(address, [f"Nowhere {random.random()}" for _ in range(BATCH)], "")):
            print(f"{name}: a cheap request, beside two clients: {told([get(address) for _ in range(100)])}")
        print(f"{name}: {memory_of(running.process) >> 20} MiB")


def shipped_rows() -> list[Row]:
    """The governments of the shipped project."""
    import csv

    with (ROOT / "data/gazetteer/governments.csv").open(encoding="utf-8") as file:
        return [dict(row) for row in csv.DictReader(file)]


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--places", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    run("shipped", ROOT, shipped_rows())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "many"
        rows = make_project(root, given.places, given.seed)
        run(f"{given.places:,} places", root, rows)


if __name__ == "__main__":
    main()
