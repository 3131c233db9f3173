"""Pages for people: the student's report and the class page."""
