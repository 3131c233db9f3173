clf = None
