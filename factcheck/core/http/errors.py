"""Why a fetch gave nothing. The codes are those that an article shows as the reason of its failure."""

from factcheck.core.errors import ServiceError


class FetchError(ServiceError):
    """Base: ``detail`` is a sentence for a person, ``code`` the stable word."""

    code = "unreachable"


class Unreachable(FetchError):
    """No answer, none in time, a broken one, or one redirect too many."""


class BadStatus(Unreachable):
    """An answer, but a status that says there is nothing to read here."""


class ForbiddenAddress(FetchError):
    """The URL, or one that it redirects to, does not lead to a public address over http or https."""

    code = "forbidden_address"


class TooLarge(FetchError):
    code = "too_large"


class NotText(FetchError):
    code = "not_text"
