"""A whole class: gradebook, summary page, statistics, similarity, and the results folder."""
