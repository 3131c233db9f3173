"""The fork server: runs in the student's interpreter, standard library only, Python >= 3.8."""
