"""Addresses of the pages. By names with `mfa_` and `account_` allauth finds its own."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from chat.views import (
    accounts,
    catalog,
    confirming,
    conversations,
    days,
    email_address,
    emoji_list,
    first_run,
    forwarding,
    invitations,
    invited,
    linked_accounts,
    members,
    mentionable,
    message_actions,
    message_versions,
    own_profile,
    own_sessions,
    own_settings,
    people,
    pictures,
    pins,
    room,
    room_settings,
    rooms,
    second_factor,
    seen_names,
    sign_up,
    single_sign_on,
    start,
    threads,
    tokens,
    workspace_people,
    workspace_settings,
)


class SeqConverter(IntConverter):
    """A number within a room; longer ones are no address, and would not fit into the database."""

    regex = "[0-9]{1,15}"


class DocumentIdConverter(StringConverter):
    """The key that MongoDB gives a document."""

    regex = "[0-9a-f]{24}"


class KeyConverter(StringConverter):
    """The key of a user, and the digest of a picture."""

    regex = "[0-9a-f]{32}"


register_converter(KeyConverter, "key")
register_converter(SeqConverter, "seq")
register_converter(DocumentIdConverter, "document")


def log_pages(where: str, name: str, message: str) -> list[URLPattern]:
    """What a room and a direct conversation have alike. `name`: of the page; `message`: that of a message."""
    return [
        path(where, room.room, name=name),
        path(f"{where}read/", room.mark_read, name=f"{name}-read"),
        path(f"{where}people/", members.details, name=f"{name}-details"),
        path(f"{where}day/", days.day, name=f"{name}-day"),
        path(f"{where}pins/", pins.listed, name=f"{name}-pins"),
        path(f"{where}threads/<seq:seq>/", threads.thread, name=f"{name}-thread"),
        path(f"{where}threads/<seq:seq>/follow/", threads.follow, name=f"{name}-thread-follow"),
        path(f"{where}<seq:seq>/", message_actions.message, name=message),
        path(f"{where}<seq:seq>/forward/", forwarding.forward, name=f"{message}-forward"),
        path(f"{where}<seq:seq>/versions/", message_versions.versions, name=f"{message}-versions"),
        path(f"{where}<seq:seq>/pin/", pins.pin, name=f"{message}-pin"),
        path(f"{where}<seq:seq>/react/", message_actions.react, name=f"{message}-react"),
        path(f"{where}<seq:seq>/edit/", message_actions.edit, name=f"{message}-edit"),
        path(f"{where}<seq:seq>/delete/", message_actions.delete, name=f"{message}-delete"),
        path(f"{where}<seq:seq>/restore/", message_actions.restore, name=f"{message}-restore"),
    ]


urlpatterns = [
    path("", start.home, name="home"),
    path("rooms/", rooms.listed, name="rooms"),
    path("conversations/", conversations.open_with, name="conversations"),
    path("conversations/new/", conversations.new, name="conversation-new"),
    path("room-names/", seen_names.seen_names, name="room-names"),
    *log_pages("rooms/<slug:slug>/", "room", "message"),
    *log_pages("conversations/<slug:slug>/", "conversation", "conversation-message"),
    path("rooms/<slug:slug>/join/", rooms.join, name="room-join"),
    path("rooms/<slug:slug>/leave/", rooms.leave, name="room-leave"),
    path("rooms/<slug:slug>/settings/", room_settings.room_settings, name="room-settings"),
    path("rooms/<slug:slug>/invitations/", invitations.of_room, name="room-invitations"),
    path("rooms/<slug:slug>/kind/", rooms.change_kind, name="room-kind"),
    path("rooms/<slug:slug>/people/add/", members.add, name="room-add"),
    path("rooms/<slug:slug>/people/<str:username>/remove/", members.remove, name="room-remove"),
    path("rooms/<slug:slug>/people/<str:username>/ban/", members.ban, name="room-ban"),
    path("rooms/<slug:slug>/people/<str:username>/unban/", members.unban, name="room-unban"),
    path("rooms/<slug:slug>/people/<str:username>/moderator/", members.moderator, name="room-moderator"),
    path("people/", people.listed, name="people"),
    path("profiles/", people.profiles, name="profiles"),
    path("pictures/<key:owner>/<key:content>-<int:size>.webp", pictures.picture, name="picture"),
    path("people/<str:username>/", people.person, name="person"),
    path("people/<str:username>/card/", people.card, name="person-card"),
    path("people/<str:username>/suspend/", workspace_people.suspend, name="person-suspend"),
    path("people/<str:username>/clear-profile/", workspace_people.clear_profile, name="person-clear-profile"),
    path("people/<str:username>/unsuspend/", workspace_people.unsuspend, name="person-unsuspend"),
    path("people/<str:username>/role/", workspace_people.role, name="person-role"),
    path("own-settings/<str:room_id>/", own_settings.save, name="own-settings"),
    path("mentionable/<str:room_id>/", mentionable.people, name="mentionable"),
    path("mentionable/<str:room_id>/names/", mentionable.names, name="mentionable-names"),
    path("mentionable/<str:room_id>/absent/", mentionable.absent, name="mentionable-absent"),
    path("mentionable/<str:room_id>/add/", mentionable.add, name="mentionable-add"),
    path("catalog/<slug:language>/<slug:digest>.js", catalog.catalog, name="catalog"),
    path("emoji/<slug:language>/<slug:digest>.json", emoji_list.emoji_list, name="emoji-list"),
    path("open-a-room/", rooms.open_room, name="open-room"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-in/", accounts.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", second_factor.SignInStep.as_view(), name="mfa_authenticate"),
    path("sign-in/with/<slug:provider_id>/", single_sign_on.begin, name="openid_connect_login"),
    path(
        "sign-in/with/<slug:provider_id>/callback/", single_sign_on.callback, name="openid_connect_callback"
    ),
    path("sign-in/passkey/", second_factor.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-up/", sign_up.sign_up, name="sign-up"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign-out"),
    path("settings/", own_profile.profile, name="settings"),
    path("settings/status/", own_profile.status, name="settings-status"),
    path("settings/picture/", pictures.choose, name="settings-picture"),
    path("settings/quiet/", own_profile.quiet, name="settings-quiet"),
    path("settings/password/", accounts.change_password, name="settings-password"),
    path("settings/email/", email_address.address, name="settings-email"),
    path("settings/email/", email_address.address, name="account_email"),
    path("confirm-email/<slug:key>/", email_address.confirm, name="account_confirm_email"),
    path("settings/confirm/", confirming.ByPassword.as_view(), name="account_reauthenticate"),
    path("settings/confirm/code/", confirming.ByCode.as_view(), name="mfa_reauthenticate"),
    path("settings/confirm/passkey/", confirming.ByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("settings/confirm/with/<slug:provider_id>/", linked_accounts.confirm, name="confirm-elsewhere"),
    path("settings/accounts/", linked_accounts.listed, name="linked-accounts"),
    path("settings/accounts/add/<slug:provider_id>/", linked_accounts.add, name="link-account"),
    path("settings/accounts/<document:document>/remove/", linked_accounts.remove, name="unlink-account"),
    path("settings/second-factor/", second_factor.Overview.as_view(), name="mfa_index"),
    path("settings/second-factor/app/", second_factor.AddApp.as_view(), name="mfa_activate_totp"),
    path("settings/second-factor/app/remove/", second_factor.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("settings/second-factor/passkeys/", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "settings/second-factor/passkeys/<document:document>/remove/",
        second_factor.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "settings/second-factor/recovery-codes/",
        second_factor.RecoveryCodes.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "settings/second-factor/recovery-codes/new/",
        second_factor.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("settings/sessions/", own_sessions.listed, name="settings-sessions"),
    path("settings/sessions/end-others/", own_sessions.end_others, name="settings-sessions-end-others"),
    path("settings/sessions/<document:document>/end/", own_sessions.end, name="settings-session-end"),
    path("settings/workspace/", workspace_settings.workspace_settings, name="settings-workspace"),
    path("settings/invitations/", invitations.listed, name="settings-invitations"),
    path("settings/invitations/<uuid:id>/revoke/", invitations.revoke, name="invitation-revoke"),
    path("settings/tokens/", tokens.listed, name="settings-tokens"),
    path("settings/tokens/<uuid:id>/revoke/", tokens.revoke, name="settings-token-revoke"),
    path("invite/<str:token>/", invited.invitation, name="invitation"),
    path("setup/", first_run.not_set_up, name="not-set-up"),
    path("setup/<str:token>/", first_run.setup, name="setup"),
    path("forgotten/", accounts.forgotten, name="password-reset"),
    path("forgotten/sent/", accounts.forgotten_sent, name="password-reset-sent"),
    path(
        "forgotten/<uidb64>/<token>/",
        accounts.ChooseAgain.as_view(),
        name="password_reset_confirm",
    ),
]
