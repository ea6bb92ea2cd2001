"""The judge's side: starts children, talks to them, and believes nothing that they say."""
