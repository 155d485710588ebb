"""Django REST framework and its schema."""

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "factcheck.api.openapi.ApiSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "factcheck.partners.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["factcheck.api.permissions.ReadOrWriteScope"],
    "DEFAULT_PAGINATION_CLASS": "factcheck.api.pagination.CursorPagination",
    "DEFAULT_FILTER_BACKENDS": ["factcheck.api.filters.StrictFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["factcheck.api.parsers.StrictJSONParser"],
    "EXCEPTION_HANDLER": "factcheck.api.problems.problem_exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    # ?format= would be a parameter of every address; the one that offers formats reads it itself.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Claims and their stated sources",
    "DESCRIPTION": "Did the stated source really say it, and is it so? Two answers for every claim of an article.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ArticleState": "factcheck.articles.models.Article.State",
        "ClaimState": "factcheck.claims.models.Claim.State",
        "ClaimKind": "factcheck.claims.models.Claim.Kind",
        "SourceKind": "sources.registry.models.Source.Kind",
        "AnchorState": "factcheck.claims.models.ClaimAnchor.State",
        "Finding": "factcheck.claims.models.Claim.Finding",
        "ProposedFinding": "factcheck.api.claims.transitions.PROPOSED_FINDINGS",
        "Verdict": "factcheck.claims.models.Claim.Verdict",
        "Traceability": "sources.tracing.selectors.traceability.LEVELS",
        "ActionName": "factcheck.api.claims.transitions.ACTIONS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "factcheck.api.openapi.problems_add",
    ],
}
