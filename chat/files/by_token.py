"""Programs upload and fetch files with the bearer token that opens their sockets."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from chat.accounts.token_bearers import bearer, user_of_token

FILES = "/files/"  # what the addresses of chat.files.urls begin with
Answer = Callable[[HttpRequest], HttpResponseBase]


def by_token(get_response: Answer) -> Answer:
    """Middleware, behind those that know a session: for the addresses of files, a token says who asks. Then
    no cookie does, so that no token of a form is wanted."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        token = bearer(request.headers.get("Authorization", ""))
        if not token or not request.path_info.startswith(FILES):
            return get_response(request)
        user = user_of_token(token)
        if user is None:
            refused = JsonResponse({"detail": _("This token is not valid.")}, status=401)
            refused["WWW-Authenticate"] = "Bearer"
            return refused
        request.user = user
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # what CsrfViewMiddleware asks
        return get_response(request)

    return answer
