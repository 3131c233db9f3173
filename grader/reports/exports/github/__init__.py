"""What GitHub's Actions, both of its classrooms and badges read; one file for each."""
