"""A plain table of text → answers per municipality, with every repair as a row."""
