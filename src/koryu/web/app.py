"""The application: its routes, and the layers around them."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from koryu.errors import KoryuError
from koryu.evaluation.limits import Limits
from koryu.settings import Settings
from koryu.web import editor, feeds, pages, questions, rest
from koryu.web.problems import respond
from koryu.web.serving import Serving


def make_app(settings: Settings, limits: Limits | None = None) -> ASGIApp:
    """Make the application that serves the last build of a project.

    Raises:
        ProjectError: There is no build, or its store cannot be opened.
    """
    serving = Serving(settings, limits or Limits())
    app = Starlette(
        routes=[
            Route("/healthz", _health),
            *pages.routes,
            *questions.routes,
            *rest.routes,
            *feeds.routes,
            *editor.routes,
        ],
        exception_handlers={KoryuError: respond},
        lifespan=serving.lifespan,
    )
    return _Held(app, serving)


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
            await self._app(scope, receive, send)


def _health(_request: Request) -> Response:
    return PlainTextResponse("ok\n")
