"""What this process of the server did since it started, for Prometheus: counts and times, nothing about anybody."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator

BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds in seconds."""


class Metrics:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._waiting = 0

    def begin(self) -> None:
        with self._turn:
            self._waiting += 1

    def end(self, method: str, path: str, status: int, seconds: float) -> None:
        with self._turn:
            self._waiting -= 1
            self._requests[method, path, status] += 1
            self._seconds[path] += seconds
            for bound in BUCKETS:
                self._within[path, bound] += seconds <= bound

    def text(self, listeners: int) -> str:
        """In Prometheus' text format 0.0.4."""
        with self._turn:
            return "\n".join([*self._counts(), *self._times(), *_gauge(
                "leerspoor_requests_waiting", "Requests being answered.", self._waiting), *_gauge(
                "leerspoor_live_listeners", "Desks that listen for changes.", listeners), ""])

    def _counts(self) -> Iterator[str]:
        yield from _about("leerspoor_requests_total", "counter", "Requests answered.")
        for (method, path, status), count in sorted(self._requests.items()):
            yield f'leerspoor_requests_total{{method="{method}",path="{path}",status="{status}"}} {count}'

    def _times(self) -> Iterator[str]:
        name = "leerspoor_request_seconds"
        yield from _about(name, "histogram", "How long answering took.")
        for path in sorted(self._seconds):
            total = sum(count for (_, of, _), count in self._requests.items() if of == path)
            for bound in BUCKETS:
                yield f'{name}_bucket{{path="{path}",le="{bound}"}} {self._within[path, bound]}'
            yield f'{name}_bucket{{path="{path}",le="+Inf"}} {total}'
            yield f'{name}_sum{{path="{path}"}} {self._seconds[path]:.6f}'
            yield f'{name}_count{{path="{path}"}} {total}'


def _about(name: str, sort: str, what: str) -> Iterator[str]:
    yield f"# HELP {name} {what}"
    yield f"# TYPE {name} {sort}"


def _gauge(name: str, what: str, value: int) -> Iterator[str]:
    yield from _about(name, "gauge", what)
    yield f"{name} {value}"
