"""The statements of a submission -> the program that the child runs."""
