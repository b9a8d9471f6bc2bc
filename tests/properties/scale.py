"""How many examples a property is tried on."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


def tried(quick: int, nightly: int) -> settings:
    """The settings of a property: so many examples now, so many at night.

    A failing example is made smaller at night only: policies are large, and it takes long.
    """
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(
        max_examples=nightly if NIGHTLY else quick,
        phases=(*phases, Phase.shrink) if NIGHTLY else phases,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
