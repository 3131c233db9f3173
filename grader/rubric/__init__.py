"""Rubrics: YAML read into a typed, frozen model, with every mistake told at its place."""
