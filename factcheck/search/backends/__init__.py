"""Search backends behind one interface; ``settings.SEARCH_BACKEND`` names the one in use."""
