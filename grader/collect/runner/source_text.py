"""The text of code that makes a network: of a class that cannot run here (torch is not there), or
where a text is asked for.
"""

import re

from stand_ins.absent import is_absent

MAX_TEXT = 25000
GIVES = r"^(?:(?:class|def)[ \t]+{0}\b|{0}[ \t]*(?::[^=\n]+)?=(?!=))"
PLAIN = (str, bytes, int, float, complex, list, tuple, dict, set, type(None), type(Ellipsis))


def in_place_of(thing, probe):
    """Whether a name holds what was made where the text that makes it is asked for."""
    return bool(probe["data"].get("text")) and (is_absent(thing) or not isinstance(thing, PLAIN))


def of(forms, probe):
    """Value and place of the text that defines one of the probe's names, or None.

    The whole form is handed over, since a class may use constants and helpers beside it; of a long
    one only the unit that holds the definition.
    """
    order = probe["forms"]
    for form in sorted((f for f in forms if f.name in order), key=lambda f: order.index(f.name)):
        texts = [text(source) for source in form.sources]
        for name in probe["names"]:
            if name in form.untouched:
                continue
            pattern = GIVES.format(re.escape(name))
            holding = [one for one in texts if re.search(pattern, one, re.M)]
            if holding:
                whole = "\n\n".join(texts)
                value = whole if len(whole) <= MAX_TEXT else holding[-1][:MAX_TEXT]
                return dict(form.place(name), value=value, form=form.name, file=form.file)
    return None


def text(source):
    """Source as text, whatever came in."""
    return source if isinstance(source, str) else source.decode("utf-8", "replace")
