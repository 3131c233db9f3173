import subprocess
out = subprocess.run(['echo', '7'], capture_output=True)
ANSWER = int(out.stdout)
