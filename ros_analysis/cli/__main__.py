"""`python -m ros_analysis.cli`."""

from ros_analysis.cli import main

main()
