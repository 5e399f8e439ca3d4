"""Files in and out of the register: import by a plan, export of a list."""
