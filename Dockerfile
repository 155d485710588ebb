# The image of web, worker and beat.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=factcheck.settings.production \
    VAR_DIR=/var/lib/factcheck

RUN useradd --system --create-home --home-dir /var/lib/factcheck factcheck
WORKDIR /srv/factcheck

# Before the code, so that a changed line of code does not install everything anew.
COPY requirements.txt ./
RUN pip install -r requirements.txt

COPY manage.py ./
COPY factcheck ./factcheck
COPY sources ./sources
COPY seeds ./seeds
RUN SECRET_KEY=only-for-collecting-static-files python manage.py collectstatic --noinput

USER factcheck
VOLUME /var/lib/factcheck
EXPOSE 8000
CMD ["gunicorn", "factcheck.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", \
     "--access-logfile", "-", "--max-requests", "5000", "--max-requests-jitter", "500"]
