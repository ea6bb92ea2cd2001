"""Inputs that no case has: what `grader audit`, the search for an edit and the smallest input ask.

drawing       by the functions of cases, from other seeds
case_texts    by the same functions with other constants in their texts
simple_draws  by the same functions, which get simple numbers and small sizes
variation     beyond what cases draw: other numbers, sizes, options, texts
simpler       smaller and simpler ones
contents      the values in a call, in order
kinds         what calls have in common
"""
