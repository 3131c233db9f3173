"""Random worlds in which the densities of a derivation have numbers.

Model A is a finite space with random weights: integrals are weighted sums, exactly. Model B holds
mixtures of two Gaussians with the trapezoid rule on [-14, 14], which converges spectrally. The
parameter is varied along the first axis of every table and the sample size from world to world.
"""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Values = np.ndarray[Any, Any]
POINTS_A, POINTS_B, REACH = 7, 421, 14.0
THETAS = (-0.8, -0.25, 0.3, 0.9)
GRID = tuple(-1.5 + 3 * k / 80 for k in range(81))
SIZES = (3, 5, 8, 4)


@dataclass(frozen=True, slots=True)
class World:
    """Points of a space, their weights, and the densities over (parameter, point)."""

    points: Values
    weights: Values
    tables: Mapping[str, Values]
    thetas: Values
    size: int
    sample: Values
    """Indices of the points that were drawn, as many as `size`."""


@functools.lru_cache(maxsize=64)
def worlds(
    densities: tuple[str, ...], parametric: tuple[str, ...], data: str, seed: str, grid: bool
) -> tuple[World, ...]:
    """Three finite worlds and a continuous one, drawn from the seed."""
    thetas = np.array(GRID if grid else THETAS)
    made = []
    for number, size in enumerate(SIZES):
        source = random.Random(f"grader.derivation:{seed}:{number}")
        make = _finite if number < 3 else _gaussian
        points, weights, tables = make(densities, parametric, thetas, source)
        chances = (tables[data][0] * weights).tolist()
        sample = source.choices(range(len(points)), weights=chances, k=size)
        made.append(World(points, weights, tables, thetas, size, np.array(sample)))
    return tuple(made)


def _finite(
    densities: tuple[str, ...], parametric: tuple[str, ...], thetas: Values, source: random.Random
) -> tuple[Values, Values, dict[str, Values]]:
    """Random weights; a parametric density is a softmax that is linear in the parameter."""

    def draw(low: float, high: float) -> Values:
        return np.array([source.uniform(low, high) for _ in range(POINTS_A)])

    weights = draw(0.4, 1.6)
    tables = {}
    for name in densities:
        slope = draw(-1.5, 1.5) if name in parametric else np.zeros(POINTS_A)
        raw = np.exp(draw(-1, 1)[None, :] + thetas[:, None] * slope[None, :])
        tables[name] = raw / (raw * weights).sum(axis=1, keepdims=True)
    return draw(-2, 2), weights, tables


def _gaussian(
    densities: tuple[str, ...], parametric: tuple[str, ...], thetas: Values, source: random.Random
) -> tuple[Values, Values, dict[str, Values]]:
    """Mixtures of two Gaussians; a parametric one moves with the parameter."""
    points = np.linspace(-REACH, REACH, POINTS_B)
    weights = np.full(POINTS_B, points[1] - points[0])
    tables = {}
    for name in densities:
        shift = thetas[:, None] if name in parametric else np.zeros((len(thetas), 1))
        share = source.uniform(0.3, 0.7)
        total = np.zeros((len(thetas), POINTS_B))
        for part in (share, 1 - share):
            middle, width = source.uniform(-2, 2), source.uniform(0.9, 1.5)
            gap = (points[None, :] - middle - shift) / width
            total += part * np.exp(-gap * gap / 2) / (width * math.sqrt(2 * math.pi))
        tables[name] = total
    return points, weights, tables
