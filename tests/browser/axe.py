"""axe-core, run in a page: which rules of WCAG 2.2 AA and good practice it breaks."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# What is still fading in has less contrast than it will have.
_SETTLED = """Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished.catch(() => null)))"""
# In one go: of two pages, one after the other, the second would not know what `axe` is.
_RUN = "([source, tags]) => { (0, eval)(source); return axe.run({ runOnly: tags }); }"


def violations(page: Page) -> list[str]:
    """One line for each broken rule, with the first element that breaks it."""
    _measured(page, _SETTLED)
    found = _measured(page, _RUN, [SOURCE.read_text(encoding="utf-8"), RULES])
    return [_line(one) for one in found["violations"]]


def sideways_scroll(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    found: int = _measured(
        page, "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


def cut_off(page: Page) -> list[str]:
    """The beginnings of texts and labels beyond the edge of what holds them, out of all reach."""
    found: list[str] = _measured(page, _CUT_OFF)
    return found


def _measured(page: Page, script: str, given: object = None) -> Any:
    """Of the whole page: one that has only begun to come has no body yet."""
    page.wait_for_load_state()
    return page.evaluate(script, given)


_CUT_OFF = """() => {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, holder = text.parentElement;
    const isMeant = holder.checkVisibility() && !holder.closest('.vh, .skip, .trap');
    if (!isMeant || !text.textContent.trim()) continue;
    range.selectNodeContents(text);
    const box = (holder.closest('.btn') ?? range).getBoundingClientRect();
    for (let one = holder; one && box.width; one = one.parentElement) {
      const { overflowX, textOverflow } = getComputedStyle(one);
      const edge = one.getBoundingClientRect();
      if (['auto', 'scroll'].includes(overflowX) || textOverflow === 'ellipsis') break;
      if (overflowX !== 'visible' && (box.right > edge.right + 1 || box.left < edge.left - 1)) {
        found.push(text.textContent.trim().slice(0, 40));
        break;
      }
    }
  }
  return found;
}"""


def _line(rule: dict[str, Any]) -> str:
    first = rule["nodes"][0]
    return f"{rule['id']}: {rule['help']} ({first['target'][0]}) {first['failureSummary'][:200]}"
