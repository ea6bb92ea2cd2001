"""From statements to the program that runs: definitions, imports and what they depend on."""
