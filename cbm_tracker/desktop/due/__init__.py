"""What is coming: dated facts of the register."""
