"""The reader: turns what a student wrote into plain data, in a process of its own without a key.

Started as a directory (`python -I grader/intake/reader`), it needs nothing of the rest of
`grader`. It unpacks archives in memory, reads notebooks, write-ups and text answers, and sends one
reply of JSON. Whatever it dies of is a finding on that submission.
"""
