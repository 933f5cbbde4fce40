"""Chooses the settings by OBSERVATORY_ENV: `local` on a laptop, `production` on the mountain."""

import os

from . import env

env.load()

if os.environ.get("OBSERVATORY_ENV", "local") == "production":
    from .production import *  # noqa: F403
else:
    from .local import *  # noqa: F403
