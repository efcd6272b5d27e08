"""All rooms: the list, opening one, joining and leaving."""

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import rooms
from chat.models import Membership, Room, User


def test_the_list_shows_every_room_with_its_people(as_bob: Client, garden: Room) -> None:
    page = as_bob.get("/rooms/").content.decode()
    assert "garden" in page
    assert "Plants, soil, slugs." in page
    assert "1 person" in page
    assert "1 open room, 0 of them yours" in page


def test_it_narrows_by_words_and_by_what_is_mine(as_ann: Client, ann: User, bob: User, garden: Room) -> None:
    async_to_sync(rooms.create)(bob, "kitchen")
    assert "kitchen" not in as_ann.get("/rooms/?q=slugs+soil").content.decode()
    assert 'href="/rooms/kitchen/"' not in as_ann.get("/rooms/?show=mine").content.decode()
    others = as_ann.get("/rooms/?show=others").content.decode()
    assert 'action="/rooms/kitchen/join/"' in others
    assert 'action="/rooms/garden/join/"' not in others
    assert "Nothing found for “zzz”." in as_ann.get("/rooms/?q=zzz").content.decode()


def test_a_long_list_ends_and_words_find_the_rest(
    as_ann: Client, ann: User, garden: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.views.rooms.SHOWN", 1)
    async_to_sync(rooms.create)(ann, "kitchen")
    async_to_sync(rooms.leave)(ann, "kitchen")
    assert "And 1 more." in as_ann.get("/rooms/").content.decode()
    found = as_ann.get("/rooms/?q=kitchen").content.decode()
    assert 'action="/rooms/kitchen/join/"' in found
    assert "0 people" in found


def test_opening_a_room_makes_its_owner(as_bob: Client, bob: User) -> None:
    answer = as_bob.post("/open-a-room/", {"slug": "long-walks", "topic": "Far"})
    assert answer["Location"] == "/rooms/long-walks/"
    assert Membership.objects.get(room="long-walks", user=bob.pk).role == Membership.Role.OWNER


def test_a_name_that_is_taken_or_has_no_shape_is_refused(as_bob: Client, garden: Room) -> None:
    taken = as_bob.post("/open-a-room/", {"slug": "garden"}).content.decode()
    assert "There is a room at “garden” already." in taken
    shapeless = as_bob.post("/open-a-room/", {"slug": "No Good"}).content.decode()
    assert "Use lower-case letters, digits and single dashes between them." in shapeless
    assert Room.objects.count() == 1


def test_joining_and_leaving(as_bob: Client, bob: User, garden: Room) -> None:
    assert as_bob.post("/rooms/garden/join/")["Location"] == "/rooms/garden/"
    assert Membership.objects.filter(room="garden", user=bob.pk).exists()
    page = as_bob.post("/rooms/garden/leave/", follow=True).content.decode()
    assert "You left #garden." in page
    assert not Membership.objects.filter(room="garden", user=bob.pk).exists()


def test_a_link_cannot_join_for_me(as_bob: Client, garden: Room) -> None:
    assert as_bob.get("/rooms/garden/join/").status_code == 405


def test_moderators_say_what_a_room_is_for_and_others_do_not(
    as_ann: Client, as_bob: Client, garden: Room
) -> None:
    assert as_ann.post("/rooms/garden/about/", {"topic": "Only slugs"}).status_code == 302
    assert Room.objects.get(pk="garden").topic == "Only slugs"
    assert as_bob.post("/rooms/garden/about/", {"topic": "No slugs"}).status_code == 403
    assert Room.objects.get(pk="garden").topic == "Only slugs"


def test_the_beginning_leads_to_the_last_room_or_the_first_or_the_list(
    as_ann: Client, as_bob: Client, ann: User, garden: Room
) -> None:
    assert as_bob.get("/")["Location"] == "/rooms/"
    assert as_ann.get("/")["Location"] == "/rooms/garden/"
    async_to_sync(rooms.create)(ann, "attic")
    assert as_ann.get("/")["Location"] == "/rooms/attic/"
    as_ann.get("/rooms/garden/")
    assert as_ann.get("/")["Location"] == "/rooms/garden/"
