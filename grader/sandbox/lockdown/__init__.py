"""Takes rights away from the processes that run student code. Nothing else is imported here."""
