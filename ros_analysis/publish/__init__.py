"""From an executed notebook to pages: one document, rendered as HTML, PDF and Word."""
