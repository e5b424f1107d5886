"""How the web server runs: a few threads in a few processes, patient when it stops."""

import os

workers = int(os.environ.get("LMS_WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("LMS_WEB_THREADS", "4"))
preload_app = True
graceful_timeout = 30
timeout = 60
forwarded_allow_ips = os.environ.get("LMS_PROXY_ADDRESSES", "127.0.0.1")
limit_request_line = 4094
control_socket_disable = True
