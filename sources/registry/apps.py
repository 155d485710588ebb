from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "sources.registry"
    label = "registry"
    verbose_name = "Sources"
