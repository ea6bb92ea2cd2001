"""A fault costs where it is made, and nowhere else."""
