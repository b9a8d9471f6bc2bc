"""Keeps Python's search for unreachable circles out of the way of short work."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Work without looking for unreachable circles of objects; look again afterwards.

    A full search among all that a large policy is made of takes as long as checking an
    edit of it, and finds next to nothing: the policy's values hold no circles.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
