"""The evidence bundle: a snapshot, the WARC files behind it and an index of them in one WACZ file; packed, opened, checked.

WACZ 1.1.1 (specs.webrecorder.net) is a ZIP file that readers of web archives open. The same snapshot, archive and keys give the same
bytes: nothing in it comes from a clock, and nothing is compressed a second time.
"""

from pipeline.audit.bundle.check import check_bundle
from pipeline.audit.bundle.pack import Plan, plan_bundle, write_attestation, write_bundle

__all__ = ["Plan", "check_bundle", "plan_bundle", "write_attestation", "write_bundle"]
