"""People: roster, names, pseudonyms, late policy and overrides."""
