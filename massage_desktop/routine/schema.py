"""The routine format as a JSON Schema, for editors that complete and check TOML.

``python -m massage_desktop.routine.schema > docs/routine.schema.json`` writes it anew.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from .body import body_view, view_ids
from .model import Routine, Step
from .segment import segment_ids
from .techniques import techniques


def routine_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a routine file, with the known techniques, zones and paths filled in."""
    schema = msgspec.json.schema(Routine)
    definitions = schema["$defs"]
    routine, step = definitions["Routine"]["properties"], definitions["Step"]["properties"]
    views = [body_view(v) for v in view_ids()]
    routine["view"]["enum"] = list(view_ids())
    step["technique"]["enum"] = sorted(techniques())
    step["zone"]["enum"] = sorted({z.id for v in views for z in v.zones})
    step["path"]["enum"] = sorted({p.id for v in views for p in v.paths})
    step["view"]["anyOf"][0]["enum"] = list(view_ids())
    step["author"]["items"]["enum"] = list(Step.__struct_fields__)
    segment = {"type": "string", "enum": list(segment_ids())} if segment_ids() else {"type": "string"}
    definitions["Segment"] = {
        "title": "Segment",
        "description": "Brings in the steps of a segment routine.",
        "type": "object",
        "properties": {"include": segment},
        "required": ["include"],
        "additionalProperties": False,
    }
    routine["steps"]["items"] = {"anyOf": [routine["steps"]["items"], {"$ref": "#/$defs/Segment"}]}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Massage routine",
        "description": "One routine file of the program, see docs/routine-format.md.",
    }
    return head | schema


def schema_text() -> str:
    """The schema as it stands in the file, with a line end."""
    return msgspec.json.format(msgspec.json.encode(routine_schema()), indent=2).decode() + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
