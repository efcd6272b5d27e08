"""`python -m bench`."""

import sys

from bench.run import main
from deploy.local.errors import exit_status

sys.exit(exit_status(main))
