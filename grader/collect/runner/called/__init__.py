"""What is called of a submission: how, what came of it, and whether anything stands there."""
