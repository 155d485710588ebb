"""Words for people, translatable."""

from django.utils.translation import gettext, gettext_lazy

_ACTIONS = {
    "start": gettext_lazy("Start review"),
    "release": gettext_lazy("Release"),
    "propose": gettext_lazy("Propose"),
    "publish": gettext_lazy("Publish"),
    "return": gettext_lazy("Return"),
    "reopen": gettext_lazy("Reopen"),
    "retract": gettext_lazy("Retract"),
    "discard": gettext_lazy("Discard"),
    "restore": gettext_lazy("Restore"),
    "take_over": gettext_lazy("Take over"),
    "flag": gettext_lazy("Flag for re-review"),
}


def action_label(action: str) -> str:
    """Return the button's word for an action, in the active language."""
    return str(_ACTIONS[action])


def person_name(name: str) -> str:
    """Return a copied name, or words for somebody whose name was erased."""
    return name or gettext("a person who was erased")
