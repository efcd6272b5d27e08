"""What is new in a room since a number, and one more message."""

import itertools

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from pymongo import ASCENDING, MongoClient

_messages = MongoClient(settings.MONGODB_URI).get_database("bench_polling").get_collection("messages")
_messages.drop()
_messages.create_index([("room", ASCENDING), ("seq", ASCENDING)], unique=True)
_seqs = itertools.count(1)


def messages(request):
    """GET ?room&since: {"messages": [{"seq", "text"}, …]} above `since`; POST ?room: stores the body."""
    room = request.GET["room"]
    if request.method == "POST":
        _messages.insert_one({"room": room, "seq": next(_seqs), "text": request.body.decode()})
        return HttpResponse()
    since = {"room": room, "seq": {"$gt": int(request.GET["since"])}}
    found = _messages.find(since, {"_id": False, "seq": True, "text": True}).sort("seq", ASCENDING)
    return JsonResponse({"messages": list(found.limit(100))})
