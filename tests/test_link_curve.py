"""How links are counted: right, wrong, instead of the right one, missed."""

from link_baselines import names_of, same_label
from link_curve import Answer, Difficulty, curve, difficulties, make_point

from world import make_world

GOLD = {"a": ("x",), "b": ("y", "z"), "c": (), "d": ("w",), "e": ("v",)}
ANSWERS = {
    "a": Answer("x", 0.99, True, frozenset("x")),
    "b": Answer("z", 0.95, True, frozenset("yz")),
    "c": Answer("q", 0.92, True, frozenset("q")),
    "d": Answer("q", 0.97, True, frozenset("qw")),
    "e": Answer("v", 0.99, False, frozenset("v")),
}


def counted(threshold):
    point = make_point("some", "ours", threshold, ANSWERS, GOLD, GOLD)
    return point.right, point.wrong, point.missed, point.precision, point.recall


def test_a_link_that_is_not_right_is_wrong_and_what_it_stands_for_is_missed():
    assert counted(0.0) == (2, 2, 2, 0.5, 0.5)
    assert counted(0.96) == (1, 1, 3, 0.5, 0.25)
    assert counted(1.0) == (0, 0, 4, None, 0.0)


def test_targets_are_met_by_both_figures():
    points = {point.threshold: point for point in curve("some", "ours", ANSWERS, GOLD, ["a"])}
    assert points[0.9].is_good
    assert not points[0.995].is_good
    assert not make_point("some", "ours", 0.0, ANSWERS, GOLD, ["a", "c"]).is_good


def test_difficulties_tell_what_became_of_each_place():
    hard = {"a": frozenset(), "b": frozenset({"old"}), "c": frozenset({"old"}), "d": frozenset({"old"})}
    found = list(difficulties("some", {**ANSWERS, "d": Answer()}, GOLD, hard, hard))
    assert found == [Difficulty("some", "old", 3, 1, 1, 0, 1), Difficulty("some", "-", 1, 1, 0, 0, 0)]


def test_the_same_label_is_taken_only_where_one_has_it(tmp_path):
    world = make_world(7, "training", 40)
    world.write(tmp_path)
    answers = same_label(world, names_of(world, "wikidata", tmp_path))
    assert all(answer.is_clear == (len(answer.others) == 1) for answer in answers.values())
    right = [key for key, answer in answers.items() if set(world.gold["wikidata"][key]) & answer.others]
    assert len(right) > 0.8 * len(world.asked)
