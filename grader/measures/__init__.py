"""Metrics, resampling and integrity checks that several kinds of question share."""
