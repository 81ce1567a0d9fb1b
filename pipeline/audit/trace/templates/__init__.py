"""The template of the page of evidence, and its style beside that of the other pages."""
