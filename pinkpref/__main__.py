"""``python -m pinkpref``."""

import sys

from pinkpref.cli import main

if __name__ == "__main__":
    sys.exit(main())
