# Lösung
ANSWER = 7
