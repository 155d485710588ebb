from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "factcheck.console"
    label = "console"
    verbose_name = "Console"
