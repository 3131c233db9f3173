"""Python as it is handed in: modules, notebooks, magics, paths, near names."""
