"""What a section claims: statements, values in sentences, names that mean the asked one."""
