"""`python -m ros_analysis.app.cli`."""

from ros_analysis.app.cli import main

main()
