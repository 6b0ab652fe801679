"""`python -m assistant`: the terminal."""

import sys

if __name__ == "__main__":
    try:
        from assistant.cli import main
    except KeyboardInterrupt:  # while the program itself is still being read
        sys.exit(130)
    main()
