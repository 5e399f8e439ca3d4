"""What a user can do, in the user's words: each method is one wish, one transaction, one change told to the pages."""
