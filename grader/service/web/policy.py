"""What browsers may do with a page."""

from __future__ import annotations

_POLICY = (
    "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action {forms}; base-uri 'none'; frame-ancestors {frames}"
)


def policy(frames: str = "'none'", forms: str = "'self'") -> str:
    """The rules for browsers (CSP) of a page.

    Args:
        frames: the origins of pages that may show it in a frame.
        forms: where its forms may go.
    """
    return _POLICY.format(frames=frames, forms=forms)
