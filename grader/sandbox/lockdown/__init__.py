"""What the kernel is asked to forbid before student code runs."""
