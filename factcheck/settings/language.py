"""Language and time."""

LANGUAGE_CODE = "en"
# What the interface is complete in. Every text goes through gettext: ``makemessages`` and a line here add
# another; without the list a browser's language would mix Django's translations with ours that are not there yet.
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
