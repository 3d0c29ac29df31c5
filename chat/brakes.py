"""How often one person, or one address, may ask for a chat or a transcript."""

from chat.asking import Newcomer
from core.brakes import Brake
from core.languages import lazy_gettext as _
from core.peers import network

TEN_MINUTES = 600


def count_asking(newcomer: Newcomer) -> None:
    """Count one more question, in the open transaction. Raises RateLimited."""
    if newcomer.account is not None:
        _BY_MEMBER.count(newcomer.key)
    elif newcomer.address:
        _BY_ADDRESS.count(network(newcomer.address))


def _too_often() -> str:
    return str(
        _(
            "Many chats were started from here just now. Your text is kept: please try again in a"
            " few minutes, or submit a tech issue."
        )
    )


# A member is one person. An address may be a whole office, a hotel or a mobile network behind one
# router: at most 180 people an hour ask from there, and a machine fills no more of the queue.
_BY_MEMBER = Brake(name="chats", most=10, seconds=TEN_MINUTES, sentence=_too_often)
_BY_ADDRESS = Brake(name="chats-from", most=30, seconds=TEN_MINUTES, sentence=_too_often)
