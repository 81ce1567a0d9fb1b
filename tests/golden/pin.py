"""Pins the scores and the misses of today: `python -m tests.golden.pin` rewrites floors.json, and scores.json, which each snapshot states.

Read its diff; a floor sinks only with a reason.
"""

import json
import math
from pathlib import Path
from typing import Any

from pipeline.identity import sha256_hex
from tests.golden.scoring import FLOORS, RELEASES, cases, misses, scores

ROOT = Path(__file__).parents[2]
STATED = ROOT / "pipeline/publish/quality/scores.json"


def measured() -> dict[str, float]:
    return {name: math.floor(score * 1000) / 1000 for name, score in scores().items()}


def stated() -> dict[str, Any]:
    """What a snapshot says of the annotated releases, and of extraction on them."""
    return {
        "file": RELEASES.relative_to(ROOT).as_posix(),
        "sha256": sha256_hex(RELEASES.read_bytes()),
        "kind": "our own synthetic releases, annotated by us; not the ground truth of others",
        "licence": "Apache-2.0",
        "releases": len(cases()),
        "figures": sum(len(case.release["figures"]) for case in cases()),
        "refusals": sum(len(case.release["refusals"]) for case in cases()),
        "scores": measured(),
    }


def main() -> None:
    pinned = {"releases_sha256": sha256_hex(RELEASES.read_bytes()), "floors": measured(), "misses": misses()}
    for path, document in ((FLOORS, pinned), (STATED, stated())):
        path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
