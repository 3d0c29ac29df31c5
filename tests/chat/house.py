"""Those who talk, and those who look on, for tests of who hears what."""

from tests.chat.stage import Stage


class House:
    """Everybody who could hear something: Gus talks with Ana, the others look on."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.gus = stage.guest("Gus")
        self.chat_id = self.gus.chat_id
        self.ana, self.bea, self.sam = (stage.agent(name) for name in ("ana", "bea", "sam"))
        assert self.ana.ask("claim_next")["ok"]
        self.tab = stage.visitor(self.chat_id, self.gus.token)
        self.phone = stage.agent("ana")
        self.gil = stage.guest("Gil")
        self.watcher = stage.agent("sam")
        self.watcher.sync(**{self.chat_id: 0})
        self.people = {
            "gus": self.gus, "tab": self.tab, "gil": self.gil, "ana": self.ana,
            "phone": self.phone, "bea": self.bea, "sam": self.sam, "watcher": self.watcher,
        }  # fmt: skip
        self.forget()

    def forget(self) -> None:
        for one in self.people.values():
            one.heard.clear()

    def who_heard(self, event: str) -> set[str]:
        return {name for name, one in self.people.items() if one.all_heard(event)}

    def anything(self) -> set[str]:
        return {name for name, one in self.people.items() if one.heard}

    def named_chat(self, **more: object) -> dict[str, object]:
        return {"chat_id": self.chat_id, **more}
