"""The application: the kernel first, then the features in their order."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings, load_settings, make_folder
from lms.core import cli, database, http, i18n, jobs, logging, rendering, sealing, templates
from lms.core.application import Application
from lms.core.extensions import csrf, db, login_manager
from lms.core.feature import register
from lms.features import FEATURES


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application for these settings, or for those of the environment."""
    settings = settings or load_settings()
    app = Application("lms", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.jinja_environment = templates.Templates
    app.config.from_mapping(settings.flask())
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        **database.engine_options(settings.database_url),
        "hide_parameters": True,
    }
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    make_folder(settings.data_dir)
    sealing.keep_keys_in(settings.data_dir / "keys")
    logging.set_up_logging()
    db.init_app(app)
    login_manager.init_app(app)
    i18n.set_up_languages(app)
    rendering.set_up_rendering(app)
    http.set_up_http(app)
    csrf.init_app(app)
    cli.add_commands(app)
    queue = jobs.Jobs(settings)
    app.extensions["jobs"], app.extensions["huey"] = queue, jobs.make_huey(settings)
    jobs.register_tasks(app, app.extensions["huey"], queue)
    register(app, FEATURES, queue)
    app.jinja_env.globals["csrf_token"] = generate_csrf
    with app.app_context():
        database.prepare(db.engine)
    return app
