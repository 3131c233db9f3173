"""Collecting on a worker of a cluster: what it does, and what crosses to it and back."""
