"""`python -m bench.overload`: three times as many newcomers as the desk can take (R59).

Chats go on at the pace of people and an agent works; first it is measured how many newcomers the
desk can take in a second, then half as many come, as many, twice and three times as many. The exit
code is 0 when running chats, newcomers and the agent were answered in time at every step.
"""

import argparse
import asyncio
import sys

from bench import crowd
from bench.newcomers import Answers, Newcomers
from bench.running import Running, worst
from bench.servers import Server, serving_desk

ACKNOWLEDGED_WITHIN = 0.5
ANSWERED_WITHIN = 1.0
AT_ONCE = 8
CAPACITY_SECONDS = 3.0
LOOKED_AT = 20

_ROW = "{:>9} {:>9}  {:>8} {:>8} {:>8}  {:>8} {:>8} {:>8}  {:>8}"


async def ramp(desk: Server, asked: argparse.Namespace) -> bool:
    """Whether all were answered in time; prints what was measured."""
    running, newcomers = Running(desk), Newcomers(desk)
    await crowd.fill_desk(running, desk, chats=asked.chats, agents=asked.chats // 10 or 1)
    running.start()
    seconds = min(CAPACITY_SECONDS, asked.seconds)
    capacity = len((await newcomers.crowd(at_once=AT_ONCE, seconds=seconds)).waits) / seconds
    print(f"{asked.chats} chats run; the desk takes {capacity:.0f} newcomers a second\n")
    print(_ROW.format(*("newcomers", "a second", "to queue", "ticket", "later"), *_WAITS))
    in_time = []
    for step in asked.steps:
        running.forget()
        answers = await newcomers.come(per_second=capacity * step, seconds=asked.seconds)
        print(_row(step, capacity, answers, running))
        in_time.append(_is_in_time(answers, running, asked.patience))
    kept = await asyncio.to_thread(newcomers.find_text, answers.tickets[-LOOKED_AT:])
    await running.stop()
    print(f"\n{running.unanswered} messages unanswered, {running.refused} refused")
    print(f"the text of {kept} newcomers was looked for behind the link to a ticket, and found")
    return all(in_time) and not running.unanswered and not running.refused


_WAITS = ("wait p99", "ack p99", "ack max", "agent")


def _row(step: float, capacity: float, answers: Answers, running: Running) -> str:
    told = answers.told
    others = told.total() - told["queued"] - told["queue_full"]
    waits = (worst(answers.waits), worst(running.acks), max(running.acks), worst(running.acts))
    return _ROW.format(
        f"{step:g} x",
        f"{capacity * step:.0f}",
        *(told["queued"], told["queue_full"], others),
        *(f"{wait * 1000:.0f} ms" for wait in waits),
    )


def _is_in_time(answers: Answers, running: Running, patience: float) -> bool:
    return (
        worst(answers.waits) <= ANSWERED_WITHIN * patience
        and max(worst(running.acks), worst(running.acts)) <= ACKNOWLEDGED_WITHIN * patience
        and set(answers.told) <= {"queued", "queue_full", "unavailable"}
    )


def main() -> int:
    asked = _arguments()
    # The line decides here, and not how many may wait for an agent.
    with serving_desk(LIVEDESK_QUEUE_LIMIT="100000") as desk:
        return 0 if asyncio.run(ramp(desk, asked)) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.overload", description=__doc__)
    steps = [0.5, 1, 2, 3]
    parser.add_argument("--steps", type=float, nargs="+", default=steps, help="times the capacity")
    parser.add_argument("--seconds", type=float, default=10, help="of each step (default 10)")
    parser.add_argument("--chats", type=int, default=50, help="that run meanwhile (default 50)")
    patience = "times the goal that is still good enough, for a busy machine (default 1)"
    parser.add_argument("--patience", type=float, default=1, help=patience)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
