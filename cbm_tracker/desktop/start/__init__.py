"""The page shown while no register is open."""
