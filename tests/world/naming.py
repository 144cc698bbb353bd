"""What a dataset calls a thing: labels and other names in several languages, as its people write them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from world import spelling
from world.things import Thing


def english(thing: Thing) -> str:
    """Its whole name in English, with bars."""
    ending = thing.endings[2]
    if ending == "Mount":
        return f"Mount {thing.latin}"
    if ending == "Category:":
        return f"Category:{thing.latin}"
    return f"{thing.latin} {ending}".strip()


class Names:
    """The names of one thing in one dataset."""

    def __init__(self, thing: Thing, chance: random.Random, share: Mapping[str, float]) -> None:
        self.thing, self.chance, self.share = thing, chance, share

    def _happens(self, name: str) -> bool:
        return self.chance.random() < self.share[name]

    def labels(self) -> dict[str, str]:
        """Its labels, by language."""
        found: dict[str, str] = {}
        if not self._happens("no_english"):
            found["en"] = self._english()
        if not self._happens("no_japanese"):
            found["ja"] = self._japanese()
        if not self._happens("no_chinese"):
            found |= self._chinese()
        found = found or {"en": self._english()}
        if self.chance.random() < self.share["mul"] and "en" in found:
            found["mul"] = found.pop("en")
        return found

    def _english(self) -> str:
        thing = self.thing
        told = english(thing) if not thing.is_government and thing.kind != "former" else self._of_government()
        return told if self._happens("bars") else told.translate(spelling.BARS)

    def _of_government(self) -> str:
        thing, fate = self.thing, self.chance.random()
        needed = (
            thing.country == "CN"
            and thing.endings[2] in ("County", "District")
            and self.chance.random() < 0.85
        )
        if fate < self.share["english_comma"] and thing.parent and not needed:
            return f"{thing.latin}, {thing.parent.latin}"
        suffixed = (
            needed
            or thing.parent is None
            or fate < self.share["english_comma"] + self.share["english_suffix"]
        )
        return english(thing) if suffixed else thing.latin

    def _japanese(self) -> str:
        thing = self.thing
        if thing.kind == "category":
            return f"Category:{thing.japanese}"
        if thing.is_government and self._happens("bare_japanese"):
            return thing.japanese
        if thing.country == "CN" and self._happens("unconverted"):
            return spelling.traditional(thing.chinese + thing.endings[1], "CN")
        told_apart = thing.is_government and thing.parent and self._happens("told_apart")
        apart = f" ({thing.parent.japanese}{thing.parent.endings[0]})" if told_apart and thing.parent else ""
        return thing.japanese + thing.endings[0] + apart

    def _chinese(self) -> dict[str, str]:
        thing = self.thing
        whole = ("Category:" if thing.kind == "category" else "") + thing.chinese + thing.endings[1]
        forms = {"simplified": whole, "traditional": spelling.traditional(whole, "CN")}
        found = {"zh": forms[self.chance.choices(("simplified", "traditional"), (55, 45))[0]]}
        for language, form in (("zh-hans", 0), ("zh-hant", 1), ("zh-cn", 0), ("zh-tw", 1), ("zh-hk", 1)):
            if self.chance.random() < (0.6 if len(language) > 5 else 0.35):
                found[language] = forms[("simplified", "traditional")[form]]
        return found

    def alternatives(self, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Its other names, with their languages."""
        thing, plain = self.thing, self.thing.latin.translate(spelling.BARS)
        others = [("en", plain), ("en", thing.latin), ("ja", thing.japanese), ("zh", thing.chinese)]
        if thing.is_government or thing.kind == "former":
            others += [("en", english(thing)), ("en", f"{plain} {thing.endings[2]}")]
            if thing.reading:
                others += [
                    ("en", f"{thing.latin}-{thing.reading}"),
                    ("en", f"{plain}-{thing.reading.translate(spelling.BARS)}"),
                ]
            if thing.parent:
                others.append(("en", f"{plain}, {thing.parent.latin.translate(spelling.BARS)}"))
        elif "bare" not in thing.also:
            others = []
        for language, name in others:
            if (
                name
                and labels.get(language) != name
                and self.chance.random() < self.share["alternatives"] * 0.5
            ):
                yield language, name
