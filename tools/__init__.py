"""What a maintainer runs beside the program itself."""
