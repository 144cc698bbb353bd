"""Running the application under uvicorn."""

from __future__ import annotations

import uvicorn

from koryu.settings import Settings
from koryu.web.app import make_app


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the last build until told to stop.

    Raises:
        ProjectError: There is no build, or its store cannot be opened.
    """
    uvicorn.run(make_app(settings), host=host, port=port, log_level="warning", server_header=False)
