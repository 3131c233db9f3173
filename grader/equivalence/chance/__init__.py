"""Probabilities and expectations, on finite spaces with random exact weights."""
