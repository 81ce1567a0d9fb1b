"""Pins the scores and the misses of today: `python -m tests.golden.pin` rewrites floors.json. Read its diff; a floor sinks only with a reason."""

import json
import math

from pipeline.identity import sha256_hex
from tests.golden.scoring import FLOORS, RELEASES, misses, scores


def main() -> None:
    pinned = {
        "releases_sha256": sha256_hex(RELEASES.read_bytes()),
        "floors": {name: math.floor(score * 1000) / 1000 for name, score in scores().items()},
        "misses": misses(),
    }
    FLOORS.write_text(json.dumps(pinned, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
