"""How many cases are tried: the same hundred in every run of the suite; thousands of new ones with --hypothesis-profile=search."""

from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=3000)
if settings.get_current_profile_name() not in ("suite", "search"):
    settings.load_profile("suite")
