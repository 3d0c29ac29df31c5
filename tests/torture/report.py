"""One row for each fault, and the table that is printed."""

from dataclasses import dataclass, field

from tests.torture.tally import Tally

COLUMNS = (
    "fault", "cycles", "acknowledged", "joined", "heard", "lost", "doubled", "out of order",
    "holes", "wrongly closed", "contradictions", "findings", "back p50 s", "back max s",
)  # fmt: skip


@dataclass
class Row:
    """`findings`: what was found wrong. `notes`: what else is to say. `skipped`: why not done."""

    fault: str
    cycles: int = 0
    tally: Tally = field(default_factory=Tally)
    findings: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def is_clean(self) -> bool:
        """What was not done has proven nothing."""
        return not self.skipped and not self.findings and not self.tally.faults

    def cells(self) -> list[str]:
        if self.skipped:
            return [self.fault, f"not done: {self.skipped}"]
        times = sorted(self.seconds)
        middle = f"{times[len(times) // 2]:.2f}" if times else "–"
        longest = f"{times[-1]:.2f}" if times else "–"
        counts = [str(count) for count in self.tally.counts.values()]
        return [self.fault, str(self.cycles), *counts, str(len(self.findings)), middle, longest]


def table(rows: list[Row]) -> str:
    cells = [list(COLUMNS), *(row.cells() for row in rows)]
    whole = [line for line in cells if len(line) == len(COLUMNS)]
    widths = [max(len(line[at]) for line in whole) for at in range(len(COLUMNS))]
    widths[0] = max(len(line[0]) for line in cells)
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width if len(line) > 2 else 0)
            for at, (cell, width) in enumerate(zip(line, widths, strict=False))
        )
        for line in cells
    )


def exit_code(rows: list[Row]) -> int:
    """0 all done and clean, 1 something was found, 2 something could not be done."""
    if any(not row.is_clean and not row.skipped for row in rows):
        return 1
    return 2 if any(row.skipped for row in rows) else 0
