"""Turns each round of the ROS survey on electronic health messages into a report."""
