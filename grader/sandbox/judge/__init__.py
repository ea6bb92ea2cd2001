"""The judge's side: starts children, sends them calls, and trusts no answer."""
