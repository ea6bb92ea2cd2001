"""What the code of this repository keeps to, whoever writes it."""
