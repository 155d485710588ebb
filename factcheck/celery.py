"""The Celery application: ``celery -A factcheck worker`` and ``celery -A factcheck beat``."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["factcheck.core"], related_name="celery_tasks")
app.conf.beat_schedule = {
    "core.jobs_run_due": {"task": "core.jobs_run_due", "schedule": 30.0},
    **{
        name: {"task": "core.periodic_run", "args": [name], "schedule": float(seconds)}
        for name, (_, seconds) in settings.PERIODIC_TASKS.items()
    },
}
