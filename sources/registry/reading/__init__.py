"""Reading a text for who is in it: words, names, appositions, pronouns. Pure: no Django, no database."""
