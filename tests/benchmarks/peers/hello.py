"""The least that an application can do."""

HEADERS = [(b"content-type", b"text/plain"), (b"content-length", b"6")]


async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b"hello\n"})
