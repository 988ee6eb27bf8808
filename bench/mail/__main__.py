"""What mail survives, against a mail server on this machine: `python -m bench.mail`.

--mails 300   how many mails are delivered while the worker is killed
--kills 25    how often it is killed
"""

import argparse
import sys

from bench.search.figures import Report
from bench.search.hubs import throwaway_hub


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.mail")
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--kills", type=int, default=25)
    options = parser.parse_args()
    report = Report()
    with throwaway_hub():
        from .killing import measure

        measure(report, mails=options.mails, kills=options.kills)
    sys.exit(0 if report.summarize() else 1)


if __name__ == "__main__":
    main()
