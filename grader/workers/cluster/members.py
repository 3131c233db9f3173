"""Who is in a cluster, as its scheduler says it: at once, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.workers.cluster.shard import ClusterLost

HUNG_SECONDS = 60.0
"""How long a scheduler may take to say who is there."""
AGAIN = "what was finished is kept; grade again, which runs only what is missing"


def members(client: Any) -> dict[str, str]:
    """The names of all workers by their addresses; `ClusterLost` where the scheduler is gone."""
    if client.status != "running":
        raise ClusterLost(f"the scheduler of the cluster is gone; {AGAIN}")
    try:
        known: Mapping[str, Mapping[str, Any] | None] = client.sync(
            client.scheduler.identity, n_workers=-1, callback_timeout=HUNG_SECONDS
        )["workers"]
    except TimeoutError:
        raise ClusterLost(f"the scheduler of the cluster does not answer; {AGAIN}") from None
    except (OSError, AttributeError):  # `scheduler` is None once the line is cut
        raise ClusterLost(f"the scheduler of the cluster is gone; {AGAIN}") from None
    return {address: _name(address, of or {}) for address, of in known.items()}


def _name(address: str, of: Mapping[str, Any]) -> str:
    name = str(of.get("name", address))[:100]
    return name if name.isprintable() else address


def nobody(refused: Mapping[str, str], names: Mapping[str, str]) -> ClusterLost:
    """That no worker is left, and why those that were there cannot be had."""
    reasons = "; ".join(f"{names.get(one, one)}: {why}" for one, why in refused.items())
    had = f"the cluster has no worker that can be had ({reasons or 'none came'})"
    return ClusterLost(f"{had}; {AGAIN}")
