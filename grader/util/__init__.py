"""What every room may use: errors, files, text that students wrote, tables and dates."""
