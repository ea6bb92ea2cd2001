"""The smallest input on which a submission's function and the right one differ, as code to paste.

small_inputs (the search, which makes inputs smaller within invariants) -> shown
"""
