"""Numbers of the tags that the network gives to each piece."""

IGNORED = -100
"""Marks places that bear no label: pieces inside a word, padding."""

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
"""Tags of the text as a whole."""

ROLE_TAGS = {"source": (1, 2), "cue": (3, 4), "content": (5, 6)}
CUE = 3

PAIR = ("O", "B-source", "I-source", "B-content", "I-content")
"""Tags of the text as one cue sees it: its own source and content only."""

PAIR_TAGS = {"source": (1, 2), "content": (3, 4)}
