"""What a program saw in pictures, each looked at once; it prefills a line and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from grader.gradebook import Gradebook
from grader.marking.transcribing.entries import Entry

See = Callable[[Sequence[bytes]], Sequence[str]]
"""The lines of text in each of a few pictures."""
_KEPT = "seen"
_AT_ONCE = 8


class Seen:
    """Suggestions from the lines that a program sees, kept by the pixels of a picture."""

    def __init__(self, book: Gradebook, entries: Iterable[Entry], see: See) -> None:
        self._texts: dict[str, str] = {}
        fresh: dict[str, bytes] = {}
        for entry in entries:
            for digest in (gap.picture for gap in entry.regions if gap.picture):
                if digest in self._texts or digest in fresh:
                    continue
                known = book.derived.get(f"{_KEPT}/{digest}")
                if known is not None:
                    self._texts[digest] = str(known)
                elif png := book.derived.picture(entry.submissions[0], digest):
                    fresh[digest] = png
        names = list(fresh)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            found = zip(some, see([fresh[name] for name in some]), strict=True)
            texts = {name: text for name, text in found if text.strip()}
            book.derived.keep(_KEPT, {f"{_KEPT}/{name}": text for name, text in texts.items()})
            self._texts |= texts

    def __call__(self, entry: Entry) -> str:
        """The lines in the pictures of an entry, one picture below the other."""
        found = [self._texts.get(gap.picture, "") or gap.text for gap in entry.regions]
        return "\n\n".join(filter(None, found))
