"""Declare the schema as released: `make freeze`. From then on the suite holds every change against this declaration."""

import json
from pathlib import Path

from pipeline.schema import SCHEMA_VERSION, TABLES
from pipeline.schema.promise import declaration, released

FOLDER = Path(__file__).parent.parent / "pipeline/schema/released"


def main() -> None:
    path = FOLDER / f"{SCHEMA_VERSION}.json"
    text = json.dumps(declaration(TABLES), ensure_ascii=False, indent=1) + "\n"
    if path.exists() and path.read_text("utf-8") != text:
        version, _ = released()
        raise SystemExit(
            f"Schema {version} is released and stays as it is: raise SCHEMA_VERSION in pipeline/schema/types.py first."
        )
    path.write_text(text, "utf-8")
    print(f"Schema {SCHEMA_VERSION} is released: {path.name}.")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
