"""The analyst's bench in JupyterLab: choose, look, ask «what if», and take along what is shown."""

from ros_analysis.app.exploring.bench import Bench as Bench
