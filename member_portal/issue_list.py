"""What somebody asks of the list of issues: a status, words, a page. All of it in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Request

from accounts.models import Account
from tickets import queries
from tickets.models import Ticket
from tickets.queries import News, TicketPage

# What waits for the member comes first, what is over last.
SECTIONS = ("awaiting_feedback", "open", "closed")
CLOSED_ON_OVERVIEW = 5
WORDS_LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class ListAsked:
    """`status` None: all of them, by section, or in one list when words are looked for."""

    status: str | None = None
    looked_for: str = ""
    page: int = 1

    @classmethod
    def by(cls, request: Request) -> "ListAsked":
        status = request.args.get("status", "")
        return cls(
            status=status if status in SECTIONS else None,
            looked_for=" ".join(request.args.get("q", "")[:WORDS_LIMIT].split()),
            page=max(1, request.args.get("page", 1, type=int)),
        )

    @property
    def is_overview(self) -> bool:
        return self.status is None and not self.looked_for

    def address(self, *, status: str | None = None, page: int = 1) -> str:
        """Of the same list with another status or page; what is looked for stays."""
        asked = {"status": status, "q": self.looked_for, "page": page if page > 1 else None}
        kept = urlencode({name: value for name, value in asked.items() if value})
        return f"/issues?{kept}" if kept else "/issues"


@dataclass(frozen=True)
class IssueList:
    """What the page shows: sections in order, how many there are, what is new in each issue."""

    sections: dict[str, TicketPage]
    counts: dict[str, int]
    news: dict[str, News]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def by_status(self) -> list[tuple[str, int]]:
        return [(status, self.counts[status]) for status in SECTIONS]


def issue_list(account: Account, asked: ListAsked) -> IssueList:
    """A person's own issues; what is found stands in the section `found` if no status is asked."""
    counts = queries.counts_for_member(account, looked_for=asked.looked_for)
    sections = (
        _overview(account, counts) if asked.is_overview else _one_section(account, asked, counts)
    )
    tickets: list[Ticket] = [one for page in sections.values() for one in page.tickets]
    return IssueList(sections, counts, queries.news_for_member(account, tickets))


def _overview(account: Account, counts: dict[str, int]) -> dict[str, TicketPage]:
    shortened = {"closed": CLOSED_ON_OVERVIEW}
    return {
        status: queries.tickets_for_member(
            account, status=status, most=shortened.get(status), total=counts[status]
        )
        for status in SECTIONS
        if counts[status]
    }


def _one_section(
    account: Account, asked: ListAsked, counts: dict[str, int]
) -> dict[str, TicketPage]:
    page = queries.tickets_for_member(
        account,
        status=asked.status,
        looked_for=asked.looked_for,
        page=asked.page,
        total=counts[asked.status] if asked.status else sum(counts.values()),
    )
    return {asked.status or "found": page}
