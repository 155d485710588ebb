from collections.abc import Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from factcheck.api.analysis.views import AnalysisViewSet
from factcheck.api.articles.views import ArticleViewSet
from factcheck.api.claims.editing import ClaimEditingViewSet
from factcheck.api.claims.revisions import ClaimRevisionViewSet
from factcheck.api.claims.transitions import ClaimTransitionViewSet
from factcheck.api.converters import converters_register
from factcheck.api.evidence.views import EvidenceViewSet
from factcheck.api.matching.suggestions import MatchSuggestionViewSet
from factcheck.api.matching.views import MatchViewSet
from factcheck.api.mentions.views import MentionViewSet
from factcheck.api.reviews.views import AssessmentViewSet, DecisionViewSet
from factcheck.api.search.views import SearchViewSet
from factcheck.api.sources.views import SourceViewSet
from factcheck.api.tracing.views import TraceViewSet
from factcheck.api.views import ApiViewSet, NowhereView

converters_register()


def endpoint(route: str, viewset: type[ApiViewSet], name: str, **actions: str) -> URLPattern:
    """Return the address at which the methods (``get="list"``) call the viewset's actions."""
    methods: Mapping[str, Any] = actions
    return path(route, viewset.as_view(dict(methods)), name=name)


app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    endpoint("articles/", ArticleViewSet, "articles", get="list", post="create"),
    endpoint("articles/<art:public_id>/", ArticleViewSet, "article", get="retrieve"),
    endpoint("articles/<art:public_id>/retry/", ArticleViewSet, "article-retry", post="retry"),
    endpoint("articles/<art:public_id>/versions/<int:number>/", ArticleViewSet, "article-version", get="version"),
    endpoint("claims/", ClaimEditingViewSet, "claims", get="list", post="create"),
    endpoint("claims/<clm:public_id>/", ClaimEditingViewSet, "claim", get="retrieve", patch="update"),
    endpoint("claims/<clm:public_id>/trace/", TraceViewSet, "claim-trace", get="trace"),
    endpoint("claims/<clm:public_id>/actions/", ClaimTransitionViewSet, "claim-actions", get="actions"),
    endpoint("claims/<clm:public_id>/transitions/", ClaimTransitionViewSet, "claim-transitions", post="create"),
    endpoint("claims/<clm:public_id>/revisions/", ClaimRevisionViewSet, "claim-revisions", get="list"),
    endpoint("claims/<clm:public_id>/revisions/<int:number>/", ClaimRevisionViewSet, "claim-revision", get="retrieve"),
    endpoint("claims/<clm:public_id>/assessments/", AssessmentViewSet, "assessments", get="list", post="create"),
    endpoint("claims/<clm:public_id>/decisions/", DecisionViewSet, "decisions", get="list"),
    endpoint("claims/<clm:public_id>/match-suggestions/", MatchSuggestionViewSet, "match-suggestions", get="list"),
    endpoint(
        "claims/<clm:public_id>/match-suggestions/<ext:external_review>/decision/",
        MatchSuggestionViewSet,
        "match-suggestion-decision",
        post="decide",
    ),
    endpoint("sources/", SourceViewSet, "sources", get="list", post="create"),
    endpoint("sources/<src:public_id>/", SourceViewSet, "source", get="retrieve"),
    endpoint("sources/<src:public_id>/timeline/", SourceViewSet, "source-timeline", get="timeline"),
    endpoint("mentions/<mtn:public_id>/", MentionViewSet, "mention", get="retrieve"),
    endpoint("mentions/<mtn:public_id>/judgement/", MentionViewSet, "mention-judgement", post="judge"),
    endpoint("evidence/", EvidenceViewSet, "evidence-list", get="list", post="create"),
    endpoint("evidence/<evd:public_id>/", EvidenceViewSet, "evidence", get="retrieve"),
    endpoint("evidence/<evd:public_id>/withdraw/", EvidenceViewSet, "evidence-withdraw", post="withdraw"),
    endpoint("search/", SearchViewSet, "search", get="search"),
    endpoint("suggest/", SearchViewSet, "suggest", get="suggest"),
    endpoint("analyze/", AnalysisViewSet, "analyze", post="create"),
    endpoint("match/", MatchViewSet, "match", post="create"),
    path("", RedirectView.as_view(pattern_name="api:docs"), name="root"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
    re_path(r"^.*$", NowhereView.as_view()),
]
