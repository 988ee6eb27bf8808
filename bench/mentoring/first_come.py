"""The way it is done elsewhere: ask one site, wait, and nobody asks another."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from .behavior import BEGINS, DAYS, MANNERS, Asked, reply_of
from .outcomes import Outcome


def first_come(asked: Sequence[Asked]) -> Outcome:
    """Sites say yes in the order in which they get round to it, while their quarter has room."""
    outcome = Outcome("first come, no re-offer", len(asked))
    year_ends = BEGINS + timedelta(days=DAYS)
    answers = []
    for one in asked:
        site = one.heard_of[0]
        reply = reply_of(one.number, site)
        if reply.after is None:
            outcome.never_told += 1
        elif one.at + reply.after > year_ends:
            outcome.still_open += 1
        else:
            answers.append((one.at + reply.after, one, site, reply.is_willing))
    taken: Counter[tuple[int, int, str]] = Counter()
    for moment, one, site, is_willing in sorted(answers, key=lambda answer: answer[0]):
        quarter = (moment.month - 1) // 3
        takes = _room_for(one, site, quarter, taken) if is_willing else ""
        outcome.first_words.append(moment - one.at)
        if not takes:
            outcome.told_no += 1
            continue
        taken[site, quarter, takes] += 1
        outcome.waits.append(moment - one.at)
        outcome.visits += takes == "visit"
        outcome.others += takes == "call"
    return outcome


def _room_for(one: Asked, site: int, quarter: int, taken: Counter[tuple[int, int, str]]) -> str:
    """What of the request the site has room for; empty for nothing."""
    most = {"visit": MANNERS[site].visits, "call": MANNERS[site].calls}
    free = (takes for takes in one.takes if taken[site, quarter, takes] < most[takes])
    return next(free, "")
