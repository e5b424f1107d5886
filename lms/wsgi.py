"""The web server's entry: refuses an unsafe production, and serves static files beside the pages."""

from __future__ import annotations

import sys

from whitenoise import WhiteNoise

from config import ROOT
from lms.app import create_app
from lms.core.extensions import db
from lms.core.http import add_security_headers

app = create_app()
if app.config["SETTINGS"].production:
    with app.app_context():
        found = app.extensions["problems"]()
        # The processes that serve are split off after this; a connection belongs to one of them.
        db.engine.dispose()
    if found:
        sys.exit("Samenloop does not start:\n- " + "\n- ".join(found))
app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
    app.wsgi_app,
    root=str(ROOT / "static"),
    prefix="static/",
    max_age=31536000,
    add_headers_function=add_security_headers,
)
