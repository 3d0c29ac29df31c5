"""What axe-core finds wrong on a page, in words."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA, and what axe recommends besides.
_RUN = """async () => {
  const { violations } = await axe.run();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`);
}"""


def violations(page: Page) -> list[str]:
    """Empty when nothing is wrong. Evaluated by the browser itself, which no policy forbids."""
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN)
    return found


def scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
