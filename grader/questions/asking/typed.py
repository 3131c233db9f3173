"""Formulas and names as people type them who have a keyboard and no LaTeX: θ1, ∇C, 4θ1 + 3θ2."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = {"nabla": "∇", "partial": "∂", "cdot": "·", "times": "×", "infty": "∞", "ell": "ℓ"}
for _name in (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"),
    "omega",
):
    _known = _name.upper().replace("LAMBDA", "LAMDA")
    _SIGNS[_name] = unicodedata.lookup(f"GREEK SMALL LETTER {_known}")
    _SIGNS[_name.title()] = unicodedata.lookup(f"GREEK CAPITAL LETTER {_known}")
_WORD = re.compile(rf"(?<![A-Za-z])({'|'.join(_SIGNS)})(?:_(\d+))?(?![A-Za-z])")


def typed_name(latex: str) -> str:
    r"""A label such as `\nabla C` or `\theta_{1}`."""
    text = re.sub(r"\\(?:operatorname|mathrm|text|mathbf)\{([^{}]*)\}", r"\1", latex)
    text = re.sub(r"\\([A-Za-z]+)\s*", lambda hit: _SIGNS.get(hit[1], f"{hit[1]} "), text)
    text = re.sub(r"frac ?\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2", text)
    return " ".join(re.sub(r"_(?=\d)", "", re.sub(r"_?\{([^{}]*)\}", r"\1", text)).split())


def typed_formula(infix: str) -> str:
    """A formula in infix, such as `4*theta_1 + 3*theta_2`."""
    text = _WORD.sub(lambda hit: f"{_SIGNS[hit[1]]}{hit[2] or ''}", infix)
    return re.sub(r"(?<=\d)\*(?=[^\W\d])", "", text)
