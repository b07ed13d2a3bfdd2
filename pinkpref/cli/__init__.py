"""The command line: `pinkpref train|assess|compare|signal|export data.csv`, settings as options; `dashboard`."""

from pinkpref.cli.commands import main

__all__ = ["main"]
