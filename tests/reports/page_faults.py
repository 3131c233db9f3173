"""What every student's page has to hold, whatever was handed in."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

_CARD = re.compile(r'<(?:article|details) class="question ([\w ]+)" id="([^"]+)">')
_QUOTED = re.compile(r"<(pre|blockquote|svg|math|dt|th|h2|summary)\b.*?</\1>", re.DOTALL)
_ASKED = re.compile(r'<(p|td|span) class="(?:asked|wrote|statement|mono|place)".*?</\1>', re.DOTALL)
_SENTENCE = re.compile(r"(?<![\w.])[A-Z][^.!?]{24,}[.!?](?=\s|$)")


def faults_of_page(page: str) -> list[str]:
    """Cards below full marks without what to do next, and sentences that stand twice."""
    return [*_without_next(page), *_told_twice(page)]


def cards_of(page: str) -> Iterator[tuple[str, str, str]]:
    """(status, anchor, HTML) of each card."""
    found = list(_CARD.finditer(page))
    ends = [*(one.start() for one in found[1:]), page.index("</main>")]
    for one, end in zip(found, ends, strict=True):
        yield one[1], one[2], page[one.start() : end]


def _without_next(page: str) -> Iterator[str]:
    for status, anchor, card in cards_of(page):
        is_full = "correct" in status.split() and "incorrect" not in status
        withheld = 'class="soft withheld"' in card
        if not is_full and not withheld and '<div class="next' not in card:
            yield f"{anchor} ({status}) says nothing of what to do next"


def _told_twice(page: str) -> Iterator[str]:
    body = page[page.index("<main>") : page.index("</main>")]
    text = _ASKED.sub(" ", _QUOTED.sub(" ", body))
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
    told = Counter(one.strip() for one in _SENTENCE.findall(text))
    yield from (f"told {n} times: {one}" for one, n in told.items() if n > 1)
