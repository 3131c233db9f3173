"""What may answer a question whose own label is not there."""
