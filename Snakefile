"""The same reports on many cores, Slurm or Kubernetes: one job a survey. See docs/scale.md.

    pip install '.[schedule]'
    snakemake --cores 8
    snakemake --executor slurm --jobs 100 --config data=/shared/data out=/shared/reports
    snakemake --executor kubernetes --jobs 100 --software-deployment-method apptainer

Which reports are not current is decided by `ros` from content; Snakemake only runs those, so no file time matters. A
survey whose round is refused fails, after its other rounds are built, and stops no other survey (profiles/default).
"""

import sys
from pathlib import Path

from snakemake.utils import min_version

sys.path.insert(0, str(workflow.basedir))
from ros_analysis.publish import Evidence, jobs_asked, outdated_jobs
from ros_analysis.survey import Folders

min_version("9.0")

DATA, OUT = Path(config.get("data", "data")), Path(config.get("out", "reports"))
PROCESSED = Path(config.get("processed", DATA / "processed"))
ROS = config.get("ros", ".venv/bin/ros" if Path(".venv/bin/ros").exists() else "ros")
DONE = OUT / ".done"

folders = Folders.at(DATA, PROCESSED)
asked = jobs_asked(folders, None, None, None, "")
surveys = [DONE / name for name in sorted({job.survey for job in outdated_jobs(asked, Evidence(folders), OUT)})]
for mark in surveys:
    mark.unlink(missing_ok=True)


localrules:
    all,


container: config.get("image", "docker://localhost/ros-analysis:latest")


rule all:
    input:
        [str(mark) for mark in surveys],


rule report:
    output:
        touch(str(DONE / "{survey}")),
    threads: config.get("threads", 2)
    retries: 0
    resources:
        mem_mb=1500,
        runtime=30,
        disk_mb=1000,
    shell:
        "{ROS} report {wildcards.survey}"
        " --data {DATA:q} --out {OUT:q} --processed {PROCESSED:q} --jobs {threads}"
