"""What the bytes of a PDF say before any library draws it."""
