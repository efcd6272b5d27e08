"""Has anything been written to the log? Blocks, for one command that costs as much as one room's look-up."""

from pymongo.errors import OperationFailure

from chat.storage import event_log

Count = tuple[tuple[str, int], ...]  # the server of each shard, with its number of writes


def count() -> Count | None:
    """How often each server that takes the log's writes has done so since it started: equal to an earlier one
    if nothing was written in between. None where the server does not say.

    A write counts when its command ends, after a majority has it; in a transaction, before it is committed.
    Source: MongoDB's `$collStats` with `latencyStats`.
    """
    try:
        found = list(event_log.collection().aggregate([{"$collStats": {"latencyStats": {}}}]))
    except OperationFailure:  # not allowed to ask, or a service that does not count
        return None
    return tuple(sorted((each["host"], each["latencyStats"]["writes"]["ops"]) for each in found))
