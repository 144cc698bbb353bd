"""What the server counts, for Prometheus: https://prometheus.io/docs/practices/naming/."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from koryu.web.serving import Served, Serving

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_LABELS: Final = ("route", "method", "status")
_NO_ROUTE: Final = "none"
_BOUNDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


class Metrics:
    """The counts of one server, all made in its one thread."""

    def __init__(self, serving: Serving) -> None:
        self.requests: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self.hits = 0
        self._registry = CollectorRegistry()
        self._registry.register(_State(self, serving))
        self._seconds = Histogram(
            "koryu_request_seconds", "Time to the end of an answer that was not in memory.", ("route",),
            buckets=_BOUNDS, registry=self._registry,
        )  # fmt: skip

    def hit(self, route: str, method: str, status: int) -> None:
        """Count a request that was answered from memory."""
        self.hits += 1
        self.count(route, method, status)

    def count(self, route: str, method: str, status: int) -> None:
        """Count a request; ``route`` is the pattern of its path, empty if there is none."""
        self.requests[route, method, status] += 1

    def took(self, route: str, seconds: float) -> None:
        """Note how long an answer took."""
        self._seconds.labels(route or _NO_ROUTE).observe(seconds)

    def text(self) -> bytes:
        """All counts, in the text format of Prometheus."""
        return generate_latest(self._registry)


def route_of(metrics: Metrics) -> Route:
    """Make the route that tells the counts."""

    async def tell(_request: Request) -> Response:
        return Response(metrics.text(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)

    return Route("/metrics", tell)


class _State(Collector):
    """What is so at the moment: the build that is served, and what evaluates queries."""

    def __init__(self, metrics: Metrics, serving: Serving) -> None:
        self._metrics = metrics
        self._serving = serving

    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily("koryu_requests", "Requests answered.", labels=_LABELS)
        for (route, method, status), count in list(self._metrics.requests.items()):
            requests.add_metric([route or _NO_ROUTE, method, str(status)], count)
        yield requests
        yield CounterMetricFamily("koryu_cache_hits", "Requests answered from memory.", self._metrics.hits)
        yield from self._served()

    def _served(self) -> Iterator[Metric]:
        served = self._serving.current
        edition = served.edition
        about = {"digest": edition.digest, "built": edition.built.isoformat(), "base": edition.settings.base}
        yield InfoMetricFamily("koryu_edition", "The build that is served.", about)
        yield GaugeMetricFamily("koryu_cache_bytes", "Memory of kept answers.", served.answers.size)
        yield from _queries(served)


def _queries(served: Served) -> Iterator[Metric]:
    counts = served.evaluator.counts
    yield GaugeMetricFamily("koryu_queries_running", "Queries being evaluated.", counts.running)
    yield CounterMetricFamily("koryu_queries_killed", "Queries ended past a limit.", counts.killed)
    yield CounterMetricFamily("koryu_queries_refused", "Queries for which there was no room.", counts.refused)


class Metered:
    """Counts the requests of the application inside."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", "")
            self._metrics.count(route, scope["method"], status)
            self._metrics.took(route, time.perf_counter() - began)
