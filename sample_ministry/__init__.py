"""The sample ministry: a small website of our own writing, labelled synthetic, served over real HTTP on 127.0.0.1.

It knows nothing of the pipeline. README.md says what in it is true and what is ours.
"""

from sample_ministry.server import SampleSite, Served, serve
from sample_ministry.site import Answer

__all__ = ["Answer", "SampleSite", "Served", "serve"]
