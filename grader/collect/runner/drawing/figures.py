"""Keeps every figure that code shows, saves, closes or leaves open: its data and a picture.

Only where a question asks for figures: then `show` ends them, as a window that is closed does and
as a notebook does at the end of a cell.
"""

import io
import sys
import time
import warnings

import encode

from drawing import artists

MOST_FIGURES = 40
MOST_PNG = 300000
MOST_BYTES = 8 << 20
MOST_SIDE = 900
SECONDS = 8.0
"""Seconds in all for drawing pictures; figures after them are kept as data alone."""


class Figures:
    """The figures of all forms, in the order in which they were seen last."""

    def __init__(self):
        self.rows = []
        self.blocks = []
        self.now = {}
        self.form = self.unit = None
        self.room = artists.MOST_NUMBERS
        self.bytes = MOST_BYTES
        self.seconds = SECONDS
        self.save = self.close = None
        self.pyplot = None
        self.told = None

    def hook(self, pyplot):
        """Look on whenever a figure is shown, saved, cleared or closed."""
        self.pyplot = pyplot
        kind = sys.modules["matplotlib.figure"].Figure
        self.save = kind.savefig
        save, clear, close = kind.savefig, kind.clear, pyplot.close

        def savefig(figure, *given, **named):
            result = save(figure, *given, **named)
            self.see(figure)
            return result

        def cleared(figure, *given, **named):
            self.see(figure)
            self.now.pop(id(figure), None)
            return clear(figure, *given, **named)

        def show(*given, **named):
            self.see_open()
            close("all")
            self.now.clear()

        def closed(*given, **named):
            self.see_open()
            return close(*given, **named)

        kind.savefig, kind.clear, kind.clf = savefig, cleared, cleared
        kind.show = lambda figure, *given, **named: self.see(figure)
        pyplot.show, pyplot.close = show, closed
        self.close = close

    def begin(self, form, unit):
        """From here on it is this unit of this form that draws."""
        self.form, self.unit = form, unit
        self.now = {}

    def end(self):
        """The unit is over; what it left open is seen, and in a notebook closed."""
        self.see_open()
        if self.pyplot is not None and self.form is not None and self.form.cells:
            self.close("all")
        self.unit, self.now = None, {}

    def see_open(self):
        """See every figure that is open."""
        if self.pyplot is None:
            return
        try:
            figures = [self.pyplot.figure(number) for number in self.pyplot.get_fignums()]
        except BaseException:  # whatever has become of them
            return
        for figure in figures[:MOST_FIGURES]:
            self.see(figure)

    def see(self, figure):
        """Keep a figure as it is now; one that was seen before in this unit is seen again."""
        try:
            if self.unit is not None and hasattr(figure, "axes"):
                self._see(figure)
        except BaseException:  # a figure of one's own making may raise anything; time is told again
            pass

    def _see(self, figure):
        known = self.now.get(id(figure))
        if known is None and len(self.rows) >= MOST_FIGURES:
            return
        if known is not None:
            self.room += known[1]["numbers"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            png = self.picture(figure, known)
            data = artists.described(figure, self.room)
        if not data["axes"]:
            return
        self.room -= data["numbers"]
        row = {"data": data, "png": png, "numbers": data.pop("numbers")}
        row["place"] = [
            self.form.name, self.form.file, self.unit.get("line"), self.unit.get("cell"),
        ]  # fmt: skip
        if known is not None:
            known[1].clear()
            known[1].update(row)
        else:
            self.rows.append(row)
            self.now[id(figure)] = (figure, row)

    def picture(self, figure, known):
        """The figure as a PNG that is neither too wide nor too heavy, or nothing."""
        if known is not None:
            self.bytes += len(known[1]["png"] or b"")
        began = time.monotonic()
        if self.seconds <= 0 or self.bytes <= 0:
            return None
        width, height = (float(n) for n in figure.get_size_inches())
        png = None
        if 0.1 < width < 1000 and 0.1 < height < 1000:
            dpi = min(100.0, MOST_SIDE / width, MOST_SIDE / height)
            for scale in (1.0, 0.5):
                out = io.BytesIO()
                try:
                    self.save(figure, out, format="png", dpi=dpi * scale,
                              metadata={"Software": None})  # fmt: skip
                except BaseException:  # such as a label that is no formula
                    break
                if out.tell() <= min(MOST_PNG, self.bytes):
                    png = out.getvalue()
                    break
        self.seconds -= time.monotonic() - began
        self.bytes -= len(png or b"")
        return png

    def answer(self, probe):
        """A frame with every figure; where they were told once, only which probe they are at."""
        coder = encode.Encoder()
        value = self.told if self.told is not None else self.taken(coder)
        self.told = self.told or probe
        return {"probe": probe, "outcome": "answer", "value": value}, coder.blocks

    def taken(self, coder):
        """Every figure as a row of place, data and picture, coded for its way out."""
        rows = []
        for row in self.rows:
            png = None
            if row["png"] is not None and len(coder.blocks) < 60:
                coder.blocks.append(row["png"])
                png = {"$": "array", "dtype": "|u1", "shape": [len(row["png"])],
                       "block": len(coder.blocks) - 1}  # fmt: skip
            rows.append([coder.value(row["place"]), coder.value(row["data"]), png])
        return rows
