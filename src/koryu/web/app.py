"""The application: its routes, and the layers around them.

From the outside to the inside: answers that are ready (``cache``), the edition that a request is answered
from (``serving``), counts (``metrics``), what no request may do (``guard``), what goes wrong (``problems``),
routes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from koryu.errors import KoryuError
from koryu.limits import Limits
from koryu.settings import Settings
from koryu.web import (
    documents,
    editor,
    feeds,
    findings,
    graphs,
    openapi,
    pages,
    questions,
    reconcile,
    rest,
    searching,
    sparql,
    vocabulary,
    wellknown,
)
from koryu.web.cache import Cache
from koryu.web.guard import Guard
from koryu.web.metrics import Metered, Metrics, route_of
from koryu.web.problems import respond
from koryu.web.serving import Serving

if TYPE_CHECKING:
    from koryu.web.review import Reviewing  # which asks other datasets, and is wanted by few

routes = [
    *sparql.routes,  # which are asked for most, and routes are tried in this order
    *documents.routes,
    *vocabulary.routes,
    *wellknown.routes,
    *pages.routes,
    *searching.routes,
    *questions.routes,
    *rest.routes,
    *feeds.routes,
    *findings.routes,
    *editor.routes,
    *graphs.routes,
    *reconcile.routes,
    *openapi.routes,
]


def make_app(
    settings: Settings,
    limits: Limits | None = None,
    base: str | None = None,
    reviewing: Reviewing | None = None,
) -> ASGIApp:
    """Make the application that serves the last build of a project.

    Args:
        settings: Those of the project.
        limits: What queries may cost.
        base: What the IRIs of things begin with, if not what the build says; then it is a mirror.
        reviewing: The review of links, if there is one; it is for whoever runs the site, so that no
            description of the interface lists it.

    Raises:
        ProjectError: There is no build, its store cannot be opened, or the base is no base.
    """
    serving = Serving(settings, limits or settings.limits, base)
    metrics = Metrics(serving)
    private = reviewing.routes if reviewing else ()
    router = Router([*routes, *private, route_of(metrics)], redirect_slashes=False, lifespan=serving.lifespan)
    inner = ExceptionMiddleware(router, {KoryuError: respond, HTTPException: respond})
    return Cache(_Held(Metered(Guard(inner), metrics), serving), serving, metrics)


class _Held:
    """Gives each request one edition, from its begin to its end."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self._app = app
        self._serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._serving.held() as served:
            scope["koryu.served"] = served
            scope["app"] = self  # without which routes answer in their own words what is not there
            await self._app(scope, receive, send)
