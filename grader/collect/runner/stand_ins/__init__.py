"""What stands in for a student's own machine: its libraries, kernel, files, cards and keyboard."""
