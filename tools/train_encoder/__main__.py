"""Train the Swedish sentence encoder with one command, on a CPU or one GPU.

python -m tools.train_encoder --training ../shared/training --out build/encoder
"""

from __future__ import annotations

import argparse
from dataclasses import fields, replace
from pathlib import Path

from tools.train_encoder.recipe import Recipe
from tools.train_encoder.story import make_encoder


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--training", type=Path, required=True, help="folder with the *.jsonl.xz files")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; it may exist")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    simple = [f for f in fields(Recipe) if isinstance(f.default, (int, float))]
    for field in simple:
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    given = parser.parse_args(arguments)
    recipe = replace(Recipe(), **{f.name: getattr(given, f.name) for f in simple})
    size = make_encoder(given.training, given.out, recipe, given.device, say=lambda line: print(line, flush=True))
    print(f"{given.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
