"""A question as it is asked, without its key: fields, what a student gets, what is kept."""
