"""What is told of a question and of its marks, in the words of its kind."""
