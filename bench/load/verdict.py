"""What a load test found, in sentences."""

from bench.load.job import Result


def passed(result: Result) -> bool:
    """Everybody got in and stayed, and everything arrived once and in order."""
    wrong = result.lost + result.doubled + result.disordered + result.dropped + result.refused
    return not wrong and result.sockets == result.people > 0


def sentences(result: Result) -> str:
    """Held, lost, latency, and the verdict, a line each."""
    lines = [
        f"held     {result.sockets - result.dropped:,} of {result.people:,} sockets",
        f"talk     {result.posted:,} messages in {result.seconds:.0f} s, {result.acked:,} acked,"
        f" {result.delivered:,} deliveries",
        f"lost     {result.lost:,}, doubled {result.doubled:,}, out of order {result.disordered:,}",
        f"latency  {result.p50:,.0f} ms half of the time, {result.p99:,.0f} ms for 99 of 100,"
        f" {result.worst:,.0f} ms at worst",
    ]
    lines += [f"refused  {count:,} messages: {code}" for code, count in result.errors.items()]
    lines += [f"why      {why}" for why in result.why]
    return "\n".join([*lines, f"verdict  {_verdict(result)}"])


def _verdict(result: Result) -> str:
    if passed(result):
        return "held, nothing lost"
    if result.lost or result.doubled or result.disordered:
        return "events were lost, doubled or out of order"
    if result.refused:
        return "nothing lost, but messages were refused"
    return "nothing lost, but not everybody was held"
