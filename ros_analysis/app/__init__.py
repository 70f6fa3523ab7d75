"""The front doors for people: `ros`, the bench in JupyterLab, and a round's way in; no logic of its own."""
