"""What needs PyTorch: `make torch` installs it and runs this."""
