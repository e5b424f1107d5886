"""How the web server runs: a few threads in a few processes, patient when it stops."""

import os
from pathlib import Path

from gunicorn.arbiter import Arbiter
from whitenoise import compress

workers = int(os.environ.get("LMS_WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("LMS_WEB_THREADS", "4"))
graceful_timeout = 30
timeout = 60
forwarded_allow_ips = os.environ.get("LMS_PROXY_ADDRESSES", "127.0.0.1")
limit_request_line = 4094
control_socket_disable = True


def on_starting(server: Arbiter) -> None:
    """Pack the static files once, before the workers look at them; a read-only folder is served as it is."""
    try:
        compress.main(["--quiet", "--no-brotli", str(Path(__file__).parent / "static")])
    except OSError as error:
        server.log.info("static files are served unpacked: %s", error)
