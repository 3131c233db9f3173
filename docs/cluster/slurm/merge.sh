#!/bin/bash
# Joins what array.sh graded into results/; again after a task was sent again.
#
#SBATCH --job-name=grader-merge
#SBATCH --cpus-per-task=1
#SBATCH --mem=4G
#SBATCH --time=00:30:00
#SBATCH --output=grader-merge-%j.log
set -euo pipefail

cd "${SLURM_SUBMIT_DIR:?this is sent with sbatch}"
exec grader merge shards/* --out results
