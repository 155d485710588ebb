"""From what was received to a normalised text with its links: pure functions, no database."""
