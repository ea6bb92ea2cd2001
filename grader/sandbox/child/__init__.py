"""The child's side: what runs student code. Nothing here is trusted once student code has run."""
