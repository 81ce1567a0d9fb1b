"""What the pages for people are made of: words in two languages, numbers and periods in words, schema.org metadata, the landing page."""
