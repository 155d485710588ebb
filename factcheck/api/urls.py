from django.urls import URLPattern, URLResolver, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView

from factcheck.api.articles.views import ArticleViewSet
from factcheck.api.claims.views import ClaimViewSet
from factcheck.api.converters import converters_register
from factcheck.api.views import NowhereView

converters_register()

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("articles/", ArticleViewSet.as_view({"get": "list"}), name="articles"),
    path("articles/<art:public_id>/", ArticleViewSet.as_view({"get": "retrieve"}), name="article"),
    path(
        "articles/<art:public_id>/versions/<int:number>/",
        ArticleViewSet.as_view({"get": "version"}),
        name="article-version",
    ),
    path("claims/", ClaimViewSet.as_view({"get": "list"}), name="claims"),
    path("claims/<clm:public_id>/", ClaimViewSet.as_view({"get": "retrieve"}), name="claim"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
    path("docs/redoc/", SpectacularRedocView.as_view(url_name="api:schema"), name="redoc"),
    re_path(r"^.*$", NowhereView.as_view()),
]
