"""How often a whole run may have tests that failed and passed when they ran again."""

import pytest
from _pytest.terminal import TerminalReporter

MOST = 3  # reruns of a whole run; more mean that something is broken, and not that the machine was busy


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Makes a run with too many reruns a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not isinstance(reporter, TerminalReporter) or hasattr(session.config, "workerinput"):
        return
    if len(reporter.stats.get("rerun", ())) > MOST and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"More than {MOST} tests had to run again: this run has failed.", red=True)
