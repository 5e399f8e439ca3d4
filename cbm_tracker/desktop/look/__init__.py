"""How the window looks: tokens, theme, painted marks and rows."""
