"""A push to a real CKAN, with its own database, run by `make ckan`. Not part of the suite: it installs CKAN beside."""
