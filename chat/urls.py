"""Addresses of the pages."""

from django.urls import path

from chat.views import deeds, members, people, room, rooms, start

urlpatterns = [
    path("", start.home, name="home"),
    path("rooms/", rooms.directory, name="rooms"),
    path("rooms/<slug:slug>/", room.room, name="room"),
    path("rooms/<slug:slug>/read/", room.mark_read, name="room-read"),
    path("rooms/<slug:slug>/join/", rooms.join, name="room-join"),
    path("rooms/<slug:slug>/leave/", rooms.leave, name="room-leave"),
    path("rooms/<slug:slug>/about/", rooms.describe, name="room-describe"),
    path("rooms/<slug:slug>/people/", members.details, name="room-details"),
    path("rooms/<slug:slug>/people/<str:username>/ban/", members.ban, name="room-ban"),
    path("rooms/<slug:slug>/people/<str:username>/unban/", members.unban, name="room-unban"),
    path("rooms/<slug:slug>/people/<str:username>/moderator/", members.moderator, name="room-moderator"),
    path("rooms/<slug:slug>/<int:seq>/", deeds.message, name="message"),
    path("rooms/<slug:slug>/<int:seq>/react/", deeds.react, name="message-react"),
    path("rooms/<slug:slug>/<int:seq>/edit/", deeds.edit, name="message-edit"),
    path("rooms/<slug:slug>/<int:seq>/delete/", deeds.delete, name="message-delete"),
    path("rooms/<slug:slug>/<int:seq>/restore/", deeds.restore, name="message-restore"),
    path("open-a-room/", rooms.open_room, name="open-room"),
    path("sign-in/", people.SignIn.as_view(), name="sign-in"),
    path("sign-up/", people.sign_up, name="sign-up"),
    path("sign-out/", people.SignOut.as_view(), name="sign-out"),
    path("settings/", people.profile, name="settings"),
    path("settings/password/", people.change_password, name="settings-password"),
    path("forgotten/", people.Forgotten.as_view(), name="password-reset"),
    path("forgotten/sent/", people.ForgottenSent.as_view(), name="password-reset-sent"),
    path(
        "forgotten/<uidb64>/<token>/",
        people.ChooseAgain.as_view(),
        name="password_reset_confirm",
    ),
]
