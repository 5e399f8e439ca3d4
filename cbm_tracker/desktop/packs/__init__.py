"""Rule packs: what the rules say, in which version, how sure they are, and adding or replacing one from a file."""
