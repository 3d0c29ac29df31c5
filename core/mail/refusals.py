"""Why a message was not taken, which decides what becomes of the letter."""


class NotTaken(Exception):
    """Later perhaps. The text holds codes, never an address or what the server said of it."""


class NeverTaken(NotTaken):
    """Trying again is of no use: the mailbox does not exist, the message cannot be sent."""


class ServerAway(NotTaken):
    """Nothing can be sent just now, this letter or another."""
