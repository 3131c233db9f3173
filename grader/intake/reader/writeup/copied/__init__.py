"""What students copy of the sheet: its labels into comments, its sentences, its options."""
