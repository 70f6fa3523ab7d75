"""The same reports on many cores, Slurm or Kubernetes: one job a survey, year and edition. See docs/scale.md.

    snakemake --cores 8
    snakemake --executor slurm --jobs 100 --config data=/shared/data out=/shared/reports
    snakemake --executor kubernetes --jobs 100 --software-deployment-method apptainer

Which reports are not current is decided by `ros` from content; Snakemake only runs those, so no file time matters.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(workflow.basedir))
from ros_analysis.publish import Evidence, jobs_asked, outdated_jobs
from ros_analysis.survey import Folders

DATA, OUT = Path(config.get("data", "data")), Path(config.get("out", "reports"))
PROCESSED = Path(config.get("processed", DATA / "processed"))
ROS = config.get("ros", ".venv/bin/ros" if Path(".venv/bin/ros").exists() else "ros")
DONE = OUT / ".done"

folders = Folders.at(DATA, PROCESSED)
asked = jobs_asked(folders, None, None, None, "")
reports = [
    DONE / job.survey / str(job.year) / edition
    for job in outdated_jobs(asked, Evidence(folders), OUT)
    for edition in job.editions
]
for mark in reports:
    mark.unlink(missing_ok=True)


def before(wildcards):
    """The round before, where it is to be built too: its answers and tests are then used again, not made again."""
    earlier = [year for year in folders.years(wildcards.survey) if year < int(wildcards.year)]
    mark = DONE / wildcards.survey / str(max(earlier, default=0)) / wildcards.edition
    return [str(mark)] if mark in reports else []


localrules:
    all,


container: config.get("image", "docker://localhost/ros-analysis:latest")


rule all:
    input:
        [str(mark) for mark in reports],


rule report:
    input:
        before,
    output:
        touch(str(DONE / "{survey}" / "{year}" / "{edition}")),
    wildcard_constraints:
        year=r"\d{4}",
        edition="public|internal",
    threads: 1
    retries: 1
    resources:
        mem_mb=1000,
        runtime=10,
        disk_mb=200,
    shell:
        "{ROS} report {wildcards.survey} {wildcards.year} --edition {wildcards.edition}"
        " --data {DATA:q} --out {OUT:q} --processed {PROCESSED:q} --jobs 1"
