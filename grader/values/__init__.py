"""Nested values: one walk over leaves, and a registry of the types that a result may hold."""
