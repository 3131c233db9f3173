"""What names mean in a derivation: densities, the parameter, divergences, the sample size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KL_NAMES = frozenset(("KL", "D_KL", "D_{KL}", "KLD", "D", "D_kl", "KL_D"))
ENTROPY_NAMES = frozenset(("H",))
SIZE_NAMES = frozenset(("N", "n", "m", "M"))
POINT_NAMES = frozenset(("x", "y", "z", "t", "u", "s"))
PLAIN_FUNCTIONS = frozenset(("log", "sqrt", "sin", "cos", "abs", "tanh", "exp"))


@dataclass(frozen=True, slots=True)
class Names:
    """Which names are densities, which hold the parameter, which one the data follow."""

    densities: tuple[str, ...]
    parametric: tuple[str, ...]
    data: str
    parameter: str
    aliases: Mapping[str, str] = field(default_factory=dict)

    def density(self, name: str) -> str | None:
        """The density a written name stands for: `p_theta` and `p_data` are p and p*."""
        name = self.aliases.get(name, name)
        if name in self.densities:
            return name
        base, _, subscript = name.partition("_")
        if base in self.parametric and subscript.strip("{}") == self.parameter:
            return base
        return None
