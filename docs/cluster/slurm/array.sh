#!/bin/bash
# Grades a class as a job array, one shard for each task. From the folder of the course:
#
#   job=$(sbatch --parsable array.sh)
#   sbatch --dependency="afterok:$job" merge.sh
#
# A task that failed, or ran out of time, is sent again alone and goes on where it was:
#
#   sbatch --array=7,12 array.sh
#
#SBATCH --job-name=grader
#SBATCH --array=1-40
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=2G
#SBATCH --time=02:00:00
#SBATCH --output=grader-%A-%a.log
# Two minutes before the end the grader is told to finish what it has: what is finished is kept.
#SBATCH --signal=B:INT@120
set -euo pipefail

SHARDS=${SHARDS:-40} # as many as the largest array: sent again alone, a task still is one of these
: "${SUBMISSIONS:=submissions}" "${RUBRIC:=rubric.yaml}"

cd "${SLURM_SUBMIT_DIR:?this is sent with sbatch}"
exec grader grade "$SUBMISSIONS" --rubric "$RUBRIC" \
  --shard "${SLURM_ARRAY_TASK_ID:?this is sent as an array}/$SHARDS" \
  --out "shards/$SLURM_ARRAY_TASK_ID" \
  --jobs "${SLURM_CPUS_PER_TASK:-1}"
