import subprocess
subprocess.run(["ls"])
ANSWER = 7
