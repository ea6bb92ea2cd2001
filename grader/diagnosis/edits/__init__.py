"""Explains results by an edit of the reference, where no known mistake does.

fingerprint  a result as one short text and two numbers; its text runs in children too
trials       every slip of a function, run on every case in locked-down children: fingerprints
search       the one slip that gives a submission's results, on the cases and on drawn inputs
sentences    what students read about a kind of slip
"""
