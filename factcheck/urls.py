from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from factcheck.ops.health import healthz
from factcheck.ops.metrics import metrics

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("factcheck.api.urls")),
    path("healthz", healthz),
    path("metrics", metrics),
]
