"""A matplotlib figure as plain data: axes with their words and scales, and what is in them."""

MOST_NUMBERS = 60000
MOST_AXES = 24
MOST_OF_A_KIND = 60
MOST_POINTS = 1000
MOST_TEXT = 300


def described(figure, room):
    """The figure as plain data; at most `room` numbers, of which `numbers` says how many it has."""
    pen = _Pen(room)
    all_axes = [one for one in figure.axes[:MOST_AXES] if one.get_visible()]
    super_title = getattr(figure, "_suptitle", None)
    found = {
        "title": _words(super_title),
        "xlabel": _words(getattr(figure, "_supxlabel", None)),
        "ylabel": _words(getattr(figure, "_supylabel", None)),
        "legend": [text for one in figure.legends[:4] for text in _legend(one)],
        "axes": [pen.axes(one, all_axes) for one in all_axes],
    }
    found["numbers"] = room - pen.room
    return found


class _Pen:
    """Writes down numbers as long as there is room for them."""

    def __init__(self, room):
        self.room = room

    def axes(self, axes, among):
        """One pair of axes; what cannot be told of it is left out."""
        title = " ".join(filter(None, (axes.get_title(at) for at in ("center", "left", "right"))))
        found = {
            "kind": str(axes.name)[:40],
            "title": title[:MOST_TEXT],
            "xlabel": _text(axes.get_xlabel()),
            "ylabel": _text(axes.get_ylabel()),
            "zlabel": _text(axes.get_zlabel()) if hasattr(axes, "get_zlabel") else "",
            "xscale": str(axes.get_xscale())[:20],
            "yscale": str(axes.get_yscale())[:20],
            "xlim": [float(n) for n in axes.get_xlim()],
            "ylim": [float(n) for n in axes.get_ylim()],
            "legend": None,
            "colorbar": axes.get_label() == "<colorbar>" or hasattr(axes, "_colorbar"),
            "shares_x": _siblings(axes.get_shared_x_axes(), axes, among),
            "shares_y": _siblings(axes.get_shared_y_axes(), axes, among),
            "xticks": [_text(one.get_text()) for one in axes.get_xticklabels()[:50]],
            "texts": [_words(one) for one in axes.texts[:MOST_OF_A_KIND]],
        }
        legend = axes.get_legend()
        if legend is not None:
            found["legend"] = _legend(legend)
        named, caps = _containers(axes)
        lines = [one for one in axes.lines if one not in caps and one.get_visible()]
        found["lines"] = self.several(lines, lambda one: self.line(one, axes, named))
        found["bars"] = self.several(_bar_groups(axes), self.bars)
        marks = [one for one in axes.collections if one.get_visible()]
        for name in ("scatters", "areas", "segments", "meshes", "surfaces"):
            chosen = [one for one in marks if _sort_of(one) == name]
            found[name] = self.several(chosen, self.scatter if name == "scatters" else _only_name)
        found["images"] = self.several(axes.images, _image)
        kinds = [type(one).__name__ for one in axes.patches]
        found["wedges"] = kinds.count("Wedge")
        found["outlines"] = kinds.count("Polygon")
        found["counts"] = {name: len(found[name]) for name in ("lines", "scatters", "bars")}
        found["counts"]["lines"] = len(lines)
        return found

    def several(self, things, tell):
        """Each of several things as plain data, those that cannot be told left out."""
        found = []
        for one in list(things)[:MOST_OF_A_KIND]:
            try:
                found.append(tell(one))
            except Exception:  # an artist of another version, or of one's own making
                continue
        return found

    def line(self, line, axes, named):
        """A curve with its points; `reference` where it is a line across the axes."""
        if hasattr(line, "get_data_3d"):
            x, y, z = line.get_data_3d()
        else:
            x, y, z = line.get_xdata(orig=False), line.get_ydata(orig=False), None
        found = {
            "label": _label(line) or named.get(id(line), ""),
            "style": str(line.get_linestyle())[:20],
            "marker": str(line.get_marker())[:20],
            "reference": line.get_transform() != axes.transData,
        }
        return dict(found, **self.points(x=x, y=y, z=z))

    def scatter(self, marks):
        """Points that are drawn one by one."""
        if hasattr(marks, "_offsets3d"):
            x, y, z = marks._offsets3d
            return dict({"label": _label(marks)}, **self.points(x=x, y=y, z=z))
        offsets = marks.get_offsets()
        return dict({"label": _label(marks)}, **self.points(x=offsets[:, 0], y=offsets[:, 1]))

    def bars(self, group):
        """A group of bars; `touching` where there is no gap between them, as in a histogram."""
        label, patches, flat = group
        rows = [(p.get_x(), p.get_width(), p.get_y(), p.get_height()) for p in patches]
        if flat:
            rows = [(y, height, x, width) for x, width, y, height in rows]
        gaps = [abs(b[0] - a[0] - a[1]) <= 1e-6 * abs(a[1]) for a, b in zip(rows, rows[1:])]
        found = {"label": label, "flat": flat, "touching": len(rows) > 1 and all(gaps)}
        columns = list(zip(*rows)) if rows else [(), (), (), ()]
        return dict(found, **self.points(x=columns[0], width=columns[1], bottom=columns[2],
                                         height=columns[3]))  # fmt: skip

    def points(self, **columns):
        """Columns of numbers of one length, thinned out evenly where there are too many."""
        columns = {name: column for name, column in columns.items() if column is not None}
        count = min(len(column) for column in columns.values())
        most = max(min(MOST_POINTS, self.room // (4 * len(columns))), 2)
        places = range(count)
        if count > most:
            places = sorted({round(n * (count - 1) / (most - 1)) for n in range(most)})
        found = {"n": count}
        for name, column in columns.items():
            found[name] = [float(column[place]) for place in places]
            self.room -= len(found[name])
        return found


def _text(text):
    return str(text).strip()[:MOST_TEXT]


def _words(artist):
    return "" if artist is None else _text(artist.get_text())


def _label(artist):
    """The label that a legend would show; matplotlib's own begin with an underscore."""
    label = artist.get_label()
    return "" if not isinstance(label, str) or label.startswith("_") else _text(label)


def _only_name(artist):
    return {"label": _label(artist)}


def _legend(legend):
    return [_words(one) for one in legend.get_texts()[:50]]


def _siblings(grouper, axes, among):
    return [n for n, other in enumerate(among) if other is not axes and grouper.joined(axes, other)]


def _containers(axes):
    """(labels of lines whose group has one, lines that only cap others)."""
    named, caps = {}, []
    for group in axes.containers:
        kind = type(group).__name__
        if kind == "ErrorbarContainer":
            main, others, _ = group.lines
            caps += list(others)
            if main is not None:
                named[id(main)] = _label(group)
        elif kind == "StemContainer":
            caps.append(group.baseline)
            named[id(group.markerline)] = _label(group)
    return named, caps


def _bar_groups(axes):
    """(label, bars, whether they lie) of each group; bars without one make a group of their own."""
    groups, known = [], set()
    for group in axes.containers:
        if type(group).__name__ == "BarContainer":
            flat = getattr(group, "orientation", "vertical") == "horizontal"
            groups.append((_label(group), list(group.patches), flat))
            known.update(map(id, group.patches))
    loose = [p for p in axes.patches if type(p).__name__ == "Rectangle" and id(p) not in known]
    return groups + ([("", loose, False)] if loose else [])


_SORTS = (
    ("PathCollection", "scatters"), ("Path3DCollection", "scatters"),
    ("LineCollection", "segments"), ("QuadMesh", "meshes"), ("QuadContourSet", "meshes"),
    ("TriContourSet", "meshes"), ("Poly3DCollection", "surfaces"), ("Line3DCollection", "segments"),
)  # fmt: skip


def _sort_of(artist):
    names = [kind.__name__ for kind in type(artist).__mro__]
    return next((sort for name, sort in _SORTS if name in names), "areas")


def _image(image):
    array = image.get_array()
    return {"shape": [int(n) for n in array.shape], "low": float(array.min()),
            "high": float(array.max())}  # fmt: skip
