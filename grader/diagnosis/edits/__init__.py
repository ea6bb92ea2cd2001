"""Explains results by an edit of the reference, or by two, where no known mistake does.

trials       every slip of a function, run on every case in locked-down children: fingerprints
pairs        two slips at once that the fingerprints of single ones make likely
search       the one slip, or pair, that gives a submission's results, on the cases and on drawn inputs
store        fingerprints on disk
sentences    what students read about a kind of slip
"""
