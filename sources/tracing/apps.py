from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "sources.tracing"
    label = "tracing"
    verbose_name = "Attributions"
