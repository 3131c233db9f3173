"""The marking page: a person decides what no machine should, and can overrule any mark."""
