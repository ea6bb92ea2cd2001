"""What platforms hand out (layouts), take back (exports), and run inside themselves (autograder)."""
