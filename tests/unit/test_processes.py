"""Functions run in another process: results, errors, timeouts and termination."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing import active_children
from threading import Event, Lock

import pytest

from careerskit.errors import InputFileError, ProcessError
from careerskit.processes import WorkerProcess, map_in_subprocesses, run_in_subprocess

from ..conftest import ROOT

NEVER = 3600.0
"""A timeout in seconds that no call here reaches, however slow the machine is."""


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Let the other process import this module, so that it can call its functions."""
    monkeypatch.syspath_prepend(ROOT)


@pytest.fixture
def worker():
    with closing(WorkerProcess()) as worker:
        yield worker


def count_to(number, *, on_progress):
    for count in range(1, number + 1):
        on_progress(count)
    return "done"


def wait_forever(*, on_progress=None):
    if on_progress:
        on_progress("started")
    Event().wait()


def refuse(text):
    raise InputFileError(text)


def a_lock():
    return Lock()


def divide_or_exit(number):
    return os._exit(3) if number == 7 else 12 // number


def test_a_function_runs_in_a_new_process_that_ends_with_it():
    before = active_children()

    assert run_in_subprocess(os.getpid) != os.getpid()
    assert active_children() == before


def test_progress_arrives_in_order_before_the_result():
    seen = []

    assert run_in_subprocess(count_to, 3, on_progress=seen.append) == "done"
    assert seen == [1, 2, 3]


def test_a_careerskit_error_is_raised_unchanged():
    with pytest.raises(InputFileError, match=r"^it is empty$"):
        run_in_subprocess(refuse, "it is empty")


@pytest.mark.parametrize(
    ("function", "arguments", "text"),
    [
        (operator.floordiv, (1, 0), "integer division or modulo by zero"),
        (a_lock, (), "cannot pickle '_thread.lock' object"),
        (os._exit, (3,), r"has ended unexpectedly \(exit code 3\)"),
        (sys.exit, (4,), r"has ended unexpectedly \(exit code 4\)"),
    ],
    ids=["raises", "returns what cannot be pickled", "leaves at once", "sys.exit"],
)
def test_any_other_failure_is_a_process_error_with_its_reason(function, arguments, text):
    with pytest.raises(ProcessError, match=text):
        run_in_subprocess(function, *arguments)


def test_a_worker_runs_calls_one_after_another_in_the_same_process(worker):
    first = worker.call(os.getpid)

    with pytest.raises(ProcessError):
        worker.call(operator.floordiv, 1, 0)
    assert worker.call(os.getpid) == first


def test_a_worker_whose_process_has_ended_starts_a_new_one(worker):
    first = worker.call(os.getpid)

    with pytest.raises(ProcessError, match="has ended"):
        worker.call(os._exit, 3)
    assert worker.call(os.getpid) != first


def test_a_worker_whose_process_is_killed_between_two_calls_starts_a_new_one(worker):
    process = worker.call(os.getpid)
    (child,) = (child for child in active_children() if child.pid == process)
    os.kill(process, signal.SIGKILL)
    child.join()

    assert worker.call(operator.add, 1, 2) == 3


def test_a_call_that_takes_too_long_is_stopped_and_the_next_one_runs(worker):
    with pytest.raises(ProcessError, match=r"took too long \(more than 0.1 seconds\)"):
        worker.call(wait_forever, timeout=0.1)

    assert worker.call(operator.add, 1, 2, timeout=NEVER) == 3


def test_another_thread_can_kill_a_worker_during_a_call(worker):
    started = Event()
    with ThreadPoolExecutor(1) as executor:
        call = executor.submit(worker.call, wait_forever, on_progress=lambda _: started.set())
        started.wait()
        worker.kill()

        with pytest.raises(ProcessError, match="has ended"):
            call.result()


def test_the_result_of_an_interrupted_call_is_not_returned_by_the_next(worker):
    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        worker.call(count_to, 3, on_progress=interrupt)

    assert worker.call(operator.add, 1, 2) == 3


def test_each_of_many_calls_has_an_outcome_and_a_failure_affects_no_other():
    outcomes = {
        outcome.argument: outcome
        for outcome in map_in_subprocesses(divide_or_exit, [0, 1, 2, 7, 3], workers=2, timeout=NEVER)
    }

    assert {number: outcome.result for number, outcome in outcomes.items()} == {0: None, 1: 12, 2: 6, 7: None, 3: 4}
    assert "by zero" in str(outcomes[0].error)
    assert "exit code 3" in str(outcomes[7].error)
    assert {number for number, outcome in outcomes.items() if outcome.error} == {0, 7}


def test_arguments_are_read_as_workers_become_free_and_stopping_ends_the_workers():
    before, numbers_read = active_children(), []

    def numbers():
        for number in range(100):
            numbers_read.append(number)
            yield number

    outcomes = map_in_subprocesses(operator.neg, numbers(), workers=2, timeout=NEVER)
    next(outcomes)
    outcomes.close()

    assert len(numbers_read) == 2
    assert active_children() == before


def test_a_call_among_many_that_takes_too_long_is_stopped():
    (outcome,) = map_in_subprocesses(wait_for, [None], workers=1, timeout=0.1)

    assert "took too long" in str(outcome.error)
    assert outcome.seconds >= 0.1


def wait_for(_):
    wait_forever()


SCRIPT = """
import sys
from threading import Event
from careerskit.processes import run_in_subprocess

def wait(*, on_progress):
    on_progress("started")
    Event().wait(None if sys.argv[1:] else 0)

if __name__ == "__main__":
    try:
        run_in_subprocess(wait, on_progress=lambda text: print(text, flush=True))
    except KeyboardInterrupt:
        print("stopped by Ctrl-C")
"""


@pytest.fixture
def script(tmp_path):
    """Return a function that starts a program in a new process group, and waits until its worker is in a call."""
    file = tmp_path / "program.py"
    file.write_text(SCRIPT, "utf-8")

    def start(*arguments):
        program = subprocess.Popen(
            [sys.executable, file, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert program.stdout.readline() == "started\n"
        return program

    return start


@pytest.mark.skipif(os.name == "nt", reason="sends signals as POSIX does")
def test_ctrl_c_is_handled_only_by_the_parent_and_ends_the_worker(script):
    program = script("wait forever")

    os.killpg(program.pid, signal.SIGINT)
    output, errors = program.communicate()  # until its last process has closed both

    assert (output, errors) == ("stopped by Ctrl-C\n", "")


@pytest.mark.skipif(os.name == "nt", reason="sends signals as POSIX does")
def test_a_worker_ends_after_its_call_when_its_parent_was_killed(script):
    program = script()

    program.kill()
    program.communicate()  # returns once its last process has closed its output
