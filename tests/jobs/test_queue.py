"""The queue of jobs: each is done once, again after a failure, and not again where that could repeat it."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chat.jobs import queue, runner
from chat.jobs.kinds import Postponed, Run
from chat.jobs.models import Job
from chat.jobs.queue import JobsTaken, NewJob
from chat.storage.outage import Outage
from tests.jobs.conftest import KIND, Recorder
from tests.polling import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def run_next() -> bool:
    """Runs what is due now, as a process does. Was there something?"""
    claim = queue.claim()
    if claim is not None:
        runner.run(claim)
    return claim is not None


def fail(_run: Run) -> None:
    raise RuntimeError("it did not work")


def make_due() -> None:
    Job.objects.filter(state=Job.State.WAITING).update(due_at=LONG_AGO)


def test_a_job_is_run_once(recorder: Recorder) -> None:
    recorder.add("one")
    assert run_next()
    assert not run_next()
    assert recorder.runs == [["one"]]
    assert Job.objects.get().state == Job.State.DONE


def test_a_key_is_queued_once_even_after_it_is_done(recorder: Recorder) -> None:
    assert queue.add([NewJob(KIND, "one"), NewJob(KIND, "two")]) == 2
    assert queue.add([NewJob(KIND, "one"), NewJob(KIND, "three")]) == 1
    while run_next():
        pass
    assert recorder.add("one") == 0


def test_a_job_waits_until_it_is_due(recorder: Recorder) -> None:
    queue.add([NewJob(KIND, "later", due_at=datetime.now(UTC) + timedelta(hours=1))])
    assert not run_next()
    make_due()
    assert run_next()


def test_a_failed_job_is_run_again_later(recorder: Recorder) -> None:
    recorder.then = fail
    recorder.add("one")
    run_next()
    job = Job.objects.get()
    assert job.state == Job.State.WAITING
    assert job.due_at > datetime.now(UTC)
    assert job.error == "RuntimeError: it did not work"
    recorder.then = lambda run: None
    make_due()
    run_next()
    assert Job.objects.get().state == Job.State.DONE


def test_after_its_last_attempt_a_job_is_on_the_list_of_failed_ones(recorder: Recorder) -> None:
    recorder.then = fail
    recorder.add("one")
    for _ in range(2):
        make_due()
        run_next()
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.FAILED, 2)
    make_due()
    assert not run_next()


def test_the_wait_grows_with_each_attempt() -> None:
    waits = [queue.back_off(attempt).total_seconds() for attempt in range(1, 20)]
    assert waits[0] <= queue.FIRST_RETRY < waits[2] < waits[4]
    assert max(waits) <= queue.LONGEST_RETRY


def test_a_failed_job_can_be_run_again_by_hand(recorder: Recorder) -> None:
    recorder.add("one")
    Job.objects.update(state=Job.State.FAILED, attempts=2)
    assert queue.retry(Job.objects.get().pk)
    assert run_next()
    assert not queue.retry(Job.objects.get().pk)


def test_a_failed_job_that_is_deleted_is_not_run_and_its_key_stays_known(recorder: Recorder) -> None:
    recorder.add("one")
    Job.objects.update(state=Job.State.FAILED)
    assert queue.delete(Job.objects.get().pk)
    assert not run_next()
    assert recorder.add("one") == 0


def test_a_postponed_job_does_not_use_up_its_attempts(recorder: Recorder) -> None:
    def postpone(_run: Run) -> None:
        raise Postponed(60)

    recorder.then = postpone
    recorder.add("one")
    for _ in range(5):
        make_due()
        run_next()
    job = Job.objects.get()
    assert (job.state, job.attempts, job.error) == (Job.State.WAITING, 0, "")


def test_what_a_process_had_not_begun_when_it_ended_is_run_by_another(recorder: Recorder) -> None:
    recorder.add("one")
    assert queue.claim() is not None
    assert not run_next()
    Job.objects.update(leased_until=LONG_AGO)
    assert queue.recover() == 1
    assert run_next()


def test_what_a_process_had_begun_when_it_ended_is_not_done_again(recorder: Recorder) -> None:
    recorder.add("one")
    claim = queue.claim()
    assert claim is not None
    claim.begin()
    Job.objects.update(leased_until=LONG_AGO)
    assert queue.recover() == 1
    assert not run_next()
    job = Job.objects.get()
    assert (job.state, job.error) == (Job.State.FAILED, queue.UNCLEAR)


def test_a_process_that_lost_its_job_does_not_begin_it(recorder: Recorder) -> None:
    recorder.add("one")
    slow = queue.claim()
    assert slow is not None
    Job.objects.update(leased_until=LONG_AGO)
    queue.recover()
    assert run_next()
    with pytest.raises(JobsTaken):
        slow.begin()
    slow.failed(RuntimeError())
    assert Job.objects.get().state == Job.State.DONE


def test_jobs_of_a_group_are_done_together_as_soon_as_one_is_due(together: Recorder) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    queue.add([NewJob(KIND, "due", group="ann"), NewJob(KIND, "not yet", group="ann", due_at=later)])
    queue.add([NewJob(KIND, "of bob", group="bob", due_at=later)])
    assert run_next()
    assert not run_next()
    assert together.runs == [["due", "not yet"]]


def test_a_kind_that_this_version_does_not_know_is_left_to_others(recorder: Recorder) -> None:
    queue.add([NewJob("of another version", "one")])
    assert not run_next()
    assert Job.objects.get().state == Job.State.WAITING


def test_many_at_once_take_each_job_once(recorder: Recorder) -> None:
    queue.add(NewJob(KIND, f"{number}") for number in range(40))

    def work() -> None:
        while run_next():
            pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(recorder.runs) == sorted([str(number)] for number in range(40))


@pytest.fixture
def running() -> Any:
    """The runner, in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=runner.run_jobs, args=(stop, Outage(runner.logger, "%s", "")))
    thread.start()
    yield
    stop.set()
    queue.queued.set()
    thread.join()


def test_the_runner_runs_what_is_queued(recorder: Recorder, running: None) -> None:
    for number in range(10):
        recorder.add(str(number))
    wait_until(lambda: len(recorder.runs) == 10)
    wait_until(lambda: Job.objects.filter(state=Job.State.DONE).count() == 10)


def test_a_job_that_fails_does_not_stop_the_runner(recorder: Recorder, running: None) -> None:
    recorder.then = fail
    recorder.add("bad")
    wait_until(lambda: Job.objects.filter(attempts=1, state=Job.State.WAITING).exists())
    recorder.then = lambda run: None
    recorder.add("good")
    wait_until(lambda: Job.objects.filter(key="good", state=Job.State.DONE).exists())
