import os

from .base import *  # noqa: F403

ALLOWED_HOSTS = ["desk.observatory.example"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("OBSERVATORY_DB", "observatory"),
        "USER": "observatory",
        "PASSWORD": os.environ.get("OBSERVATORY_DB_PASSWORD"),
        "HOST": "db.observatory.example",
    },
}
SECURE_SSL_REDIRECT = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 3600
