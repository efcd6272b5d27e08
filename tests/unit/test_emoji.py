"""Which text is an emoji, and those that the picker offers."""

import pytest

from chat.text.emoji import GROUPS, by_group, is_one_emoji


@pytest.mark.parametrize("text", ["👍", "👍🏽", "❤️", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "1️⃣", "👩🏽‍🤝‍👩🏿"])
def test_an_emoji_is_one_with_a_skin_tone_too_and_joined_of_several(text: str) -> None:
    assert is_one_emoji(text)


@pytest.mark.parametrize("text", ["", "a", "1", "👍👍", "👍 ", " 👍", ":+1:", "👍a", "\u200d", "\ufe0f"])
def test_nothing_else_is_one(text: str) -> None:
    assert not is_one_emoji(text)


def test_the_picker_offers_only_what_can_be_a_reaction() -> None:
    offered = [each.text for found in by_group("en").values() for each in found]
    assert len(offered) == len(set(offered)) > 1800
    assert all(is_one_emoji(text) and len(text) <= 32 for text in offered)


def test_each_group_begins_with_its_first_emoji_and_has_its_own() -> None:
    groups = by_group("en")
    assert [found[0].text for found in groups.values()] == list(GROUPS)
    texts = {group: [each.text for each in found] for group, found in groups.items()}
    assert "🎉" in texts["activities"]
    assert "🇩🇪" in texts["flags"]
    assert "🏃‍➡️" in texts["people"]  # Unicode added it later, joined of one of that group


def test_skin_tones_are_not_offered_one_by_one() -> None:
    tones = {"🏻", "🏼", "🏽", "🏾", "🏿"}
    assert not [each for found in by_group("en").values() for each in found if tones & {*each.text}]


def test_an_emoji_has_unicodes_name_in_the_readers_language_and_keywords() -> None:
    [tada] = [each for each in by_group("en")["activities"] if each.text == "🎉"]
    assert tada.name == "party popper"
    assert {"tada", "hooray", "birthday"} <= {*tada.keywords}
    [german] = [each for each in by_group("de")["activities"] if each.text == "🎉"]
    assert german.name == "konfettibombe"
    assert by_group("tlh") == by_group("en")


def test_an_emoji_is_called_by_short_codes_by_unicodes_name_and_in_the_readers_language() -> None:
    [english] = [each for each in by_group("en")["people"] if each.text == "👍"]
    assert english.codes == ("thumbsup", "+1", "thumbs_up")
    [german] = [each for each in by_group("de")["people"] if each.text == "👍"]
    assert german.codes == ("thumbsup", "+1", "thumbs_up", "daumen_hoch")


def test_an_emoji_with_skin_comes_in_five_tones() -> None:
    people = {each.text: each.tones for each in by_group("en")["people"]}
    assert people["👋"] == ("👋🏻", "👋🏼", "👋🏽", "👋🏾", "👋🏿")
    assert people["✌️"] == ("✌🏻", "✌🏼", "✌🏽", "✌🏾", "✌🏿")
    assert people["👣"] == ()
    assert all(is_one_emoji(tone) and len(tone) <= 32 for tones in people.values() for tone in tones)


def test_no_code_is_that_of_two_emoji() -> None:
    codes = [code for found in by_group("en").values() for each in found for code in each.codes]
    assert len(codes) == len(set(codes))
