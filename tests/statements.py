"""What is run on the database meanwhile, for tests of what something costs."""

from collections.abc import Callable

import pytest

from core.database import Transaction


def statements_of(act: Callable[[], object]) -> list[str]:
    run: list[str] = []
    execute = Transaction.execute

    def noting(self: Transaction, text: str, values: object = ()) -> object:
        run.append(text)
        return execute(self, text, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "execute", noting)
        act()
    return run
