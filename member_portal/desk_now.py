"""The present state of live chat, for the pages that lead to it."""

from chat.desk import DeskState, desk_state
from core.database import reading


def desk_now() -> DeskState:
    with reading():
        return desk_state()
