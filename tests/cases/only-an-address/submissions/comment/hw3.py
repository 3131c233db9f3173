# https://notebooks.example.org/drive/1abc
