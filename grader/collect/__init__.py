"""Stage 2, collect: what is asked of a submission, and the sandbox programs that answer it."""
