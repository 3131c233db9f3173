curl -O https://example.org/rows.pkl
