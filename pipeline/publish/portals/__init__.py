"""Uploads of what is published: to a CKAN portal (ckan.py), to a folder or a bucket (files.py).

Nothing here is imported unless someone pushes: it opens connections, and its libraries are the extra `portals`.
"""
