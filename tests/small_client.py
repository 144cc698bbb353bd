"""A client of the application, in the process of the tests: no port, no server."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager

import httpx

from koryu.web.app import make_app


class Client:
    """Sends requests to an application, one at a time, and follows no redirection."""

    def __init__(self, runner, client):
        self._runner = runner
        self._client = client

    def request(self, method, path, **options):
        return self._runner.run(self._client.request(method, path, **options))

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def sleep(self, seconds):
        """Let the application go on by itself."""
        self._runner.run(asyncio.sleep(seconds))

    def head(self, path, **options):
        return self.request("HEAD", path, **options)


@contextmanager
def asking(settings, root_path="", **options):
    """Serve a project to a client, from start to end."""
    app = make_app(settings, **options)
    transport = httpx.ASGITransport(app, raise_app_exceptions=True, root_path=root_path)
    with asyncio.Runner() as runner, _started(app, runner):
        client = httpx.AsyncClient(transport=transport, base_url="http://koryu.test")
        yield Client(runner, client)
        runner.run(client.aclose())


@contextmanager
def _started(app, runner):
    """Start and end an application as a server does: https://asgi.readthedocs.io/en/latest/specs/lifespan.html."""
    told, heard = asyncio.Queue(), asyncio.Queue()

    async def tell(kind):
        await told.put({"type": f"lifespan.{kind}"})
        message = await heard.get()
        assert message["type"] == f"lifespan.{kind}.complete", message

    async def start():
        running = asyncio.create_task(app({"type": "lifespan", "state": {}}, told.get, heard.put))
        await tell("startup")
        return running

    async def end(running):
        await tell("shutdown")
        await running

    running = runner.run(start())
    try:
        yield
    finally:
        runner.run(end(running))
