"""What an instructor's tests rest on in the process of the code that they test."""
