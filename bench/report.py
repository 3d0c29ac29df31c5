"""What the bench says at the end."""

from statistics import median

from bench.load import Figure

Round = tuple[Figure, Figure]

_ROW = "{:>8}  {:>14}  {:>16}  {:>6}"


def lines(rounds: list[Round]) -> list[str]:
    """A table of the rounds (bare echo, product), their medians, and what happened on the way."""
    table = [
        _ROW.format("round", "bare echo, us", "Livedesk, us", "ratio"),
        *(_row(str(number), *_prices(one)) for number, one in enumerate(rounds, 1)),
        _row("median", *map(median, zip(*map(_prices, rounds), strict=True))),
    ]
    return [*table, "", _waits("bare echo", 0, rounds), _waits("Livedesk", 1, rounds)]


def ratio(rounds: list[Round]) -> float:
    """The one figure: CPU time per durable message, as a share of the bare echo's."""
    return median(_prices(one)[2] for one in rounds)


def faults(rounds: list[Round]) -> int:
    return sum(figure.tally.faults for one in rounds for figure in one)


def _prices(one: Round) -> tuple[float, float, float]:
    echo, desk = (figure.cpu_micros_per_message for figure in one)
    return echo, desk, desk / echo


def _row(name: str, echo: float, desk: float, share: float) -> str:
    return _ROW.format(name, f"{echo:.0f}", f"{desk:.0f}", f"{share:.2f}")


def _waits(name: str, place: int, rounds: list[Round]) -> str:
    tallies = [one[place].tally for one in rounds]
    waits = sorted(wait for tally in tallies for wait in tally.waits)
    middle, late = (waits[int(len(waits) * share)] * 1000 for share in (0.5, 0.99))
    counts = ", ".join(
        f"{sum(getattr(tally, kind) for tally in tallies)} {kind.replace('_', ' ')}"
        for kind in ("refused", "lost", "duplicate", "out_of_order")
    )
    return (
        f"{name}: {len(waits):,} messages, acknowledged after {middle:.1f} ms (p50)"
        f" and {late:.1f} ms (p99); {counts}"
    )
