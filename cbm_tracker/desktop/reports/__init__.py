"""The reports page: what to issue, the PDF itself, and what was issued."""
