"""A course as its authors wrote it, read from its folder and made ready to grade with.

catalog -> definition (what the author declares) -> prepare (inputs drawn, reference run)
"""
