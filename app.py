"""Opens the web chat; nothing else."""

import sys

from assistant.cli import run

if __name__ == "__main__":
    sys.exit(run(["serve", *sys.argv[1:]]))
